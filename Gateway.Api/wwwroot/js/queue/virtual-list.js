import { oncePerFrame } from '../dom.js';

// Rows kept above and below the viewport, so that scrolling doesn't show gaps.
const MARGIN_ROWS = 6;

/**
 * Renders only the visible rows of a list that scrolls with the page. All rows have the height `--row-height`, set by
 * the style sheet. The arrow keys, Home, End, and the page keys move between rows; one row at a time is a tab stop.
 */
export class VirtualList {
  #host;
  #make;
  #fill;
  #latest = [];
  #ids = [];
  #rows = new Map();
  #active = null;
  #wasFocused = false;
  #changed = new Set();
  #draw = oncePerFrame(() => this.#drawNow());

  /**
   * @param {HTMLElement} host the parent of the rows
   * @param {(id: string) => HTMLElement} make creates a row
   * @param {(row: HTMLElement, id: string) => void} fill updates a row
   */
  constructor(host, make, fill) {
    this.#host = host;
    this.#make = make;
    this.#fill = fill;
    window.addEventListener('scroll', this.#draw, { passive: true });
    new ResizeObserver(this.#draw).observe(document.body);
    host.addEventListener('keydown', (event) => this.#onKey(event));
    host.addEventListener('focusin', (event) => this.#onFocus(event));
  }

  /** The IDs of the rendered rows. */
  get visibleIds() {
    return [...this.#rows.keys()];
  }

  /** A rendered row, or undefined. */
  row(id) {
    return this.#rows.get(id);
  }

  /** The index after the last rendered row. */
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
    // A copy, because the caller's array changes later and the next draw compares with this one.
    const ids = [...this.#latest];
    const height = this.#rowHeight;
    this.#keepScrollPosition(ids, height);
    this.#ids = ids;
    const top = this.#host.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / height) - MARGIN_ROWS);
    const last = Math.min(this.#ids.length, Math.ceil((window.innerHeight - top) / height) + MARGIN_ROWS);
    this.lastVisible = last;
    this.#host.style.height = `${this.#ids.length * height}px`;
    this.#host.setAttribute('aria-rowcount', String(this.#ids.length));

    const wanted = new Map();
    for (let index = first; index < last; index++) wanted.set(this.#ids[index], index);
    this.#keepActive(wanted);
    for (const [id, row] of this.#rows) if (!wanted.has(id)) this.#remove(id, row);
    for (const [id, index] of wanted) this.#place(id, index, height);
    this.#changed.clear();
  }

  #place(id, index, height) {
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = this.#make(id);
      this.#rows.set(id, row);
      this.#fill(row, id);
      this.#host.append(row);
    } else if (this.#changed.has(id)) {
      this.#fill(row, id);
    }

    row.style.transform = `translateY(${index * height}px)`;
    row.setAttribute('aria-rowindex', String(index + 1));
    row.tabIndex = id === this.#active ? 0 : -1;
  }

  #remove(id, row) {
    this.#rows.delete(id);
    row.remove();
  }

  /** The tab stop is the row that had the focus last, or the first visible one. A focused row stays rendered. */
  #keepActive(wanted) {
    const row = this.#rows.get(this.#active);
    if (row?.contains(document.activeElement)) {
      const index = this.#ids.indexOf(this.#active);
      if (index >= 0) wanted.set(this.#active, index);
    } else if (!this.#wasFocused || !wanted.has(this.#active)) {
      this.#wasFocused = false;
      this.#active = wanted.keys().next().value ?? null;
    }
  }

  /** Scrolls by the rows that were added above, so that the visible ones stay where they are. */
  #keepScrollPosition(ids, height) {
    const top = this.#host.getBoundingClientRect().top;
    if (top >= 0 || this.#ids.length === 0) return;
    const index = Math.floor(-top / height);
    const id = this.#ids[index];
    const now = id === undefined ? -1 : ids.indexOf(id);
    if (now >= 0 && now !== index) {
      this.#host.style.height = `${ids.length * height}px`;
      window.scrollBy({ top: (now - index) * height, behavior: 'instant' });
    }
  }

  #onFocus(event) {
    const row = event.target.closest('[role="row"]');
    const id = [...this.#rows].find(([, candidate]) => candidate === row)?.[0];
    if (id === undefined) return;
    this.#wasFocused = true;
    if (id === this.#active) return;
    const before = this.#rows.get(this.#active);
    if (before !== undefined) before.tabIndex = -1;
    this.#active = id;
    row.tabIndex = 0;
  }

  #onKey(event) {
    const row = event.target.closest('[role="row"]');
    if (row === null || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      this.#moveWithin(row, event);
      return;
    }

    const page = Math.max(1, Math.floor(window.innerHeight / this.#rowHeight) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = this.#ids.indexOf(this.#active) + step;
    this.#focusRow(Math.min(Math.max(index, 0), this.#ids.length - 1));
  }

  /** Moves between a row and its buttons. */
  #moveWithin(row, event) {
    const stops = [row, ...row.querySelectorAll('button:not([hidden])')];
    const next = stops[stops.indexOf(event.target) + (event.key === 'ArrowRight' ? 1 : -1)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  #focusRow(index) {
    const height = this.#rowHeight;
    const top = this.#host.getBoundingClientRect().top + index * height;
    const margin = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    const below = top + height - window.innerHeight;
    if (top < margin) window.scrollBy({ top: top - margin, behavior: 'instant' });
    else if (below > 0) window.scrollBy({ top: below + height, behavior: 'instant' });
    this.#active = this.#ids[index] ?? null;
    this.#drawNow();
    this.#rows.get(this.#active)?.focus({ preventScroll: true });
  }
}
