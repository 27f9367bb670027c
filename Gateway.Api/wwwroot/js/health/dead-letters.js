import { api } from '../api.js';
import { el, find } from '../dom.js';
import { explain } from '../failures.js';
import { time } from '../format.js';
import { t } from '../i18n.js';
import { attempt, notify } from '../notices.js';
import { addressOf } from '../router.js';
import { confirm } from '../sheet.js';

/** What was given up: why, and the way back. */
export class DeadLetters {
  #rows = find('#letter-rows');
  #more = find('#more-letters');
  #onChanged;
  #next;
  #count = -1;

  constructor(onChanged) {
    this.#onChanged = onChanged;
    find('#replay-all').addEventListener('click', () => this.#replayAll());
    this.#more.addEventListener('click', () => this.#append());
  }

  /** The gateway counted them anew. */
  counted(count) {
    if (this.#count !== count && this.#count !== -1) this.load();
    this.#count = count;
  }

  async load() {
    this.#rows.replaceChildren();
    this.#next = undefined;
    await this.#append();
  }

  async #append() {
    const page = await attempt(() => api.deadLetters(this.#next));
    if (page === undefined) return;
    if (this.#next === undefined) this.#rows.replaceChildren();
    this.#next = page.next;
    this.#more.hidden = page.next === undefined;
    this.#rows.append(...page.items.map((letter) => this.#row(letter)));
    this.#showEmpty();
  }

  #showEmpty() {
    const isEmpty = this.#rows.childElementCount === 0;
    find('#letters-empty').hidden = !isEmpty;
    find('#letters').hidden = isEmpty;
    find('#replay-all').hidden = isEmpty;
  }

  #row(letter) {
    const replay = letter.jobId === undefined ? null
      : el('button', { type: 'button', onclick: () => this.#replay({ ids: [letter.id] }) }, t('replay'));
    const remove = el('button', { type: 'button', onclick: () => this.#delete(letter) }, t('delete'));
    return el(
      'tr', {},
      el('td.numbers', {}, time(letter.at)),
      el('td', {}, why(letter.failure), el('span.muted.second-line', {}, `${letter.origin} · ${t('attempt', letter.attempts)}`)),
      el('td', {}, letter.jobId === undefined ? '' : el('a', { href: addressOf('queue', { job: letter.jobId }) }, t('job'))),
      el('td', {}, el('div.buttons', {}, replay, remove)),
    );
  }

  async #replay(which) {
    const answer = await attempt(() => api.replay(which));
    if (answer === undefined) return undefined;
    const left = answer.notReplayed ?? [];
    notify(left.length === 0 ? t('replayed', answer.replayed) : t('replayed.some', answer.replayed, left[0].reason), { isError: left.length > 0 });
    await this.load();
    this.#onChanged();
    return answer;
  }

  async #replayAll() {
    if (await confirm(t('replay.ask'), t('replay.note'), t('replay.all'))) await this.#replay({ all: true });
  }

  async #delete(letter) {
    if (!await confirm(t('dead.letter.ask'), t('dead.letter.note'), t('delete'))) return;
    await attempt(() => api.deleteLetter(letter.id));
    await this.load();
    this.#onChanged();
  }
}

/** In the reader's words, and below in the gateway's, which say more. */
function why(failure) {
  if (failure === undefined) return [];
  const { what } = explain(failure);
  return [what, what === failure.reason ? null : el('span.muted.second-line', { lang: 'en' }, failure.reason)];
}
