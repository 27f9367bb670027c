// Where the reader is stands in the address after #/, so that back, reload and a link to a place work.

const VIEWS = ['queue', 'library', 'health'];

const addressOf = (view, values) => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return `#/${view}${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`;
};

export { addressOf };

export function go(view, values) {
  location.hash = addressOf(view, values);
}

/** Changes the address without a step in the history: for what changes with every key. */
export function stay(view, values) {
  history.replaceState(null, '', addressOf(view, values));
}

export function place() {
  const [, view = '', query = ''] = /^#\/([a-z]*)(?:\?(.*))?$/.exec(location.hash) ?? [];
  return { view: VIEWS.includes(view) ? view : VIEWS[0], values: Object.fromEntries(new URLSearchParams(query)) };
}

/** Calls back now and at every move. */
export function follow(arrive) {
  window.addEventListener('hashchange', () => arrive(place()));
  arrive(place());
}
