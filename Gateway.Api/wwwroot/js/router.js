import { queryString } from './query.js';

// The current view and its values are in the URL's fragment, so that back, reload, and links to a view work.

export const linkTo = (view, values = {}) => `#/${view}${queryString(values)}`;

export function navigate(view, values) {
  location.hash = linkTo(view, values);
}

/** Replaces the URL without a history entry: for values that change with every keystroke. */
export function replaceLink(view, values) {
  history.replaceState(null, '', linkTo(view, values));
}

/** Calls back now and after every navigation; a URL of no known view leads to the first one. */
export function onNavigation(views, callback) {
  const report = () => callback(currentPlace(views));
  window.addEventListener('hashchange', report);
  report();
}

function currentPlace(views) {
  const [, view = '', query = ''] = /^#\/([a-z]*)(?:\?(.*))?$/.exec(location.hash) ?? [];
  return { view: views.includes(view) ? view : views[0], values: Object.fromEntries(new URLSearchParams(query)) };
}
