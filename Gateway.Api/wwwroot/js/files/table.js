import { el } from '../dom.js';

/** The first rows of a table; `marked` are the columns, from 1, that are read. */
export function table(caption, columns, rows, marked = []) {
  const isMarked = (place) => String(marked.includes(place + 1));
  return el('div.scroller.file-table', { tabIndex: 0, role: 'region', 'aria-label': caption }, el(
    'table.plain-table', {}, el('caption', {}, caption),
    el('thead', {}, el('tr', {}, columns.map((name, place) => el('th', { scope: 'col', 'data-marked': isMarked(place) }, name === '' ? String(place + 1) : name)))),
    el('tbody', {}, rows.map((row) => el('tr', {}, columns.map((_, place) => el('td', { 'data-marked': isMarked(place) }, textOf(row[place])))))),
  ));
}

const textOf = (cell) => (cell === null || cell === undefined ? '' : String(cell));
