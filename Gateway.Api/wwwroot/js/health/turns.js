import { api } from '../api.js';
import { el, find, text } from '../dom.js';
import { number, seconds, span } from '../format.js';
import { t } from '../i18n.js';
import { attempt } from '../notices.js';

// Kinds with a name on the page; an extension's kind is shown as it is called.
const NAMED = new Set(['link', 'link-rows', 'list', 'media', 'rows', 'webhook']);

/** Waiting jobs by priority, when a new one would start, and the pauses of kinds and of everything. */
export class Turns {
  #refresh;
  #isAllPaused = false;
  #kindCount = 0;

  constructor(refresh) {
    this.#refresh = refresh;
    find('#pause-all').addEventListener('click', () => this.#toggleAll());
  }

  show({ turns, pauses }) {
    this.#isAllPaused = pauses.everything;
    text(find('#pause-all'), t(pauses.everything ? 'resume.all' : 'pause.all'));
    find('#paused-note').hidden = !pauses.everything;
    find('#priority-rows').replaceChildren(...turns.priorities.map(priorityRow));
    const waits = turns.priorities.some(({ waiting }) => waiting > 0);
    find('#turns-end').hidden = !waits || turns.allStartIn === undefined;
    if (waits && turns.allStartIn !== undefined) text(find('#turns-end'), t('turns.end', inWords(turns.allStartIn)));
    const rows = find('#kind-rows');
    if (rows.contains(document.activeElement) && turns.kinds.length === this.#kindCount) return;
    this.#kindCount = turns.kinds.length;
    const paused = new Set(pauses.kinds);
    rows.replaceChildren(...turns.kinds.map((kind) => this.#kindRow(kind, paused.has(kind.name))));
  }

  #kindRow({ name, isPaused, waiting }, isOwnPause) {
    const state = isPaused ? 'paused' : 'ready';
    const toggle = () => this.#toggle(() => (isOwnPause ? api.resumeKind(name) : api.pauseKind(name)));
    return el(
      'tr', {}, el('th', { scope: 'row' }, NAMED.has(name) ? t(`kinds.${name}`) : name),
      el('td', {}, el('span.dot', { 'data-health': state, 'aria-hidden': 'true' }), ' ', t(`kind.state.${state}`)),
      el('td.numbers', {}, number(waiting)),
      el('td', {}, el('button', { type: 'button', onclick: toggle }, t(isOwnPause ? 'source.resume' : 'source.pause'))),
    );
  }

  #toggleAll() {
    return this.#toggle(() => (this.#isAllPaused ? api.resumeAll() : api.pauseAll()));
  }

  async #toggle(change) {
    await attempt(change);
    document.activeElement?.blur();
    await this.#refresh();
  }
}

function priorityRow({ priority, waiting, startsIn }) {
  return el(
    'tr', {}, el('th', { scope: 'row' }, t(`priority.${priority}`)),
    el('td.numbers', {}, number(waiting)),
    el('td.numbers', {}, startsIn === undefined ? t('turns.unknown') : inWords(startsIn)),
  );
}

function inWords(duration) {
  const left = seconds(duration);
  return left < 1 ? t('turns.now') : span(Math.round(left) * 1000);
}
