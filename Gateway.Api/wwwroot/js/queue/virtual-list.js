import { oncePerFrame } from '../dom.js';

// Rows above and below the window that exist already, so that scrolling finds them.
const MARGIN_ROWS = 6;

/**
 * Draws only the rows in sight of a list that scrolls with the page. All rows are of one height, which the style sheet
 * sets as `--row-height`. The arrow keys, Home, End and the page keys move between rows; one row at a time is a tab stop.
 */
export class VirtualList {
  #host;
  #make;
  #fill;
  #latest = [];
  #ids = [];
  #rows = new Map();
  #active = null;
  #isChosen = false;
  #changed = new Set();
  #draw = oncePerFrame(() => this.#drawNow());

  /**
   * @param {HTMLElement} host holds the rows
   * @param {(id: string) => HTMLElement} make a row
   * @param {(row: HTMLElement, id: string) => void} fill writes what is known now into a row
   */
  constructor(host, make, fill) {
    this.#host = host;
    this.#make = make;
    this.#fill = fill;
    window.addEventListener('scroll', this.#draw, { passive: true });
    new ResizeObserver(this.#draw).observe(document.body);
    host.addEventListener('keydown', (event) => this.#key(event));
    host.addEventListener('focusin', (event) => this.#focused(event));
  }

  /** Ids of the rows that exist now. */
  get visibleIds() {
    return [...this.#rows.keys()];
  }

  /** The place of the last row that exists. */
  lastVisible = 0;

  update(ids, changed) {
    this.#latest = ids;
    for (const id of changed) if (this.#rows.has(id)) this.#changed.add(id);
    this.#draw();
  }

  refill() {
    for (const id of this.#rows.keys()) this.#changed.add(id);
    this.#draw();
  }

  get #rowHeight() {
    return parseFloat(getComputedStyle(this.#host).getPropertyValue('--row-height'));
  }

  #drawNow() {
    // The list changes while it is drawn, and rows are compared with those of the last time: hence a copy.
    const ids = [...this.#latest];
    const height = this.#rowHeight;
    this.#keepPlace(ids, height);
    this.#ids = ids;
    const top = this.#host.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / height) - MARGIN_ROWS);
    const last = Math.min(this.#ids.length, Math.ceil((window.innerHeight - top) / height) + MARGIN_ROWS);
    this.lastVisible = last;
    this.#host.style.height = `${this.#ids.length * height}px`;
    this.#host.setAttribute('aria-rowcount', String(this.#ids.length));

    const wanted = new Map();
    for (let place = first; place < last; place++) wanted.set(this.#ids[place], place);
    this.#keepActive(wanted);
    for (const [id, row] of this.#rows) if (!wanted.has(id)) this.#drop(id, row);
    for (const [id, place] of wanted) this.#place(id, place, height);
    this.#changed.clear();
  }

  #place(id, place, height) {
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = this.#make(id);
      this.#rows.set(id, row);
      this.#fill(row, id);
      this.#host.append(row);
    } else if (this.#changed.has(id)) {
      this.#fill(row, id);
    }

    row.style.transform = `translateY(${place * height}px)`;
    row.setAttribute('aria-rowindex', String(place + 1));
    row.tabIndex = id === this.#active ? 0 : -1;
  }

  #drop(id, row) {
    this.#rows.delete(id);
    row.remove();
  }

  /** One row is the tab stop: the one that had the focus last, else the first in sight. It stays while it has the focus. */
  #keepActive(wanted) {
    const row = this.#rows.get(this.#active);
    if (row?.contains(document.activeElement)) {
      const place = this.#ids.indexOf(this.#active);
      if (place >= 0) wanted.set(this.#active, place);
    } else if (!this.#isChosen || !wanted.has(this.#active)) {
      this.#isChosen = false;
      this.#active = wanted.keys().next().value ?? null;
    }
  }

  /** New rows above must not push away what is being read. */
  #keepPlace(ids, height) {
    const top = this.#host.getBoundingClientRect().top;
    if (top >= 0 || this.#ids.length === 0) return;
    const place = Math.floor(-top / height);
    const id = this.#ids[place];
    const now = id === undefined ? -1 : ids.indexOf(id);
    if (now >= 0 && now !== place) {
      this.#host.style.height = `${ids.length * height}px`;
      window.scrollBy({ top: (now - place) * height, behavior: 'instant' });
    }
  }

  #focused(event) {
    const row = event.target.closest('[role="row"]');
    const id = [...this.#rows].find(([, candidate]) => candidate === row)?.[0];
    if (id === undefined) return;
    this.#isChosen = true;
    if (id === this.#active) return;
    const before = this.#rows.get(this.#active);
    if (before !== undefined) before.tabIndex = -1;
    this.#active = id;
    row.tabIndex = 0;
  }

  #key(event) {
    const row = event.target.closest('[role="row"]');
    if (row === null || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      this.#moveWithin(row, event);
      return;
    }

    const inSight = Math.max(1, Math.floor(window.innerHeight / this.#rowHeight) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: inSight, PageUp: -inSight, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const place = this.#ids.indexOf(this.#active) + step;
    this.#focusPlace(Math.min(Math.max(place, 0), this.#ids.length - 1));
  }

  /** Within a row the arrows go to its buttons and back. */
  #moveWithin(row, event) {
    const stops = [row, ...row.querySelectorAll('button:not([hidden])')];
    const next = stops[stops.indexOf(event.target) + (event.key === 'ArrowRight' ? 1 : -1)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  #focusPlace(place) {
    const height = this.#rowHeight;
    const top = this.#host.getBoundingClientRect().top + place * height;
    const margin = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    const below = top + height - window.innerHeight;
    if (top < margin) window.scrollBy({ top: top - margin, behavior: 'instant' });
    else if (below > 0) window.scrollBy({ top: below + height, behavior: 'instant' });
    this.#active = this.#ids[place] ?? null;
    this.#drawNow();
    this.#rows.get(this.#active)?.focus({ preventScroll: true });
  }
}
