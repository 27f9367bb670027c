import { el } from '../dom.js';

/** A table of a file's first rows; `marked` are the numbers, from 1, of the columns that are read. */
export function rowTable(caption, columns, rows, marked = []) {
  const mark = (index) => ({ 'data-marked': String(marked.includes(index + 1)) });
  const head = columns.map((name, index) =>
    el('th', { scope: 'col', ...mark(index) }, name === '' ? String(index + 1) : name));
  const cells = (row) => columns.map((_, index) => el('td', mark(index), String(row[index] ?? '')));
  return el('div.scroller.file-table', { tabIndex: 0, role: 'region', 'aria-label': caption }, el(
    'table.plain-table', {}, el('caption', {}, caption),
    el('thead', {}, el('tr', {}, head)),
    el('tbody', {}, rows.map((row) => el('tr', {}, cells(row)))),
  ));
}
