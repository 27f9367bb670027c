import { el, find, text } from './dom.js';
import { t } from './i18n.js';

// Elements with translated labels that several views share.

/** A list of [name of the label, value] pairs; pairs without a value are left out. */
export function factList(facts) {
  const given = facts.filter(([, value]) => value);
  return el('dl.facts', {}, given.flatMap(([name, value]) => [el('dt', {}, t(name)), el('dd', {}, value)]));
}

/** The head of a table whose column titles are texts of these names. */
export function tableHead(names) {
  return el('thead', {}, el('tr', {}, names.map((name) => el('th', { scope: 'col' }, t(name)))));
}

/** Shows or hides the placeholder of an empty list; `name` and `note` are texts. */
export function showEmpty(placeholder, isEmpty, name, note) {
  placeholder.hidden = !isEmpty;
  if (!isEmpty) return;
  text(find('h3', placeholder), t(name));
  text(find('p', placeholder), t(note));
}
