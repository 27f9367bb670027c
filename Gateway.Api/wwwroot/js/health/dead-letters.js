import { api } from '../api.js';
import { el, find } from '../dom.js';
import { explain } from '../failures.js';
import { time } from '../format.js';
import { t } from '../i18n.js';
import { attempt, notify } from '../notices.js';
import { linkTo } from '../router.js';
import { confirm } from '../sheet.js';

/** The table of dead letters, with replay and deletion. */
export class DeadLetters {
  #rows = find('#dead-letter-rows');
  #more = find('#more-dead-letters');
  #onChanged;
  #next;
  #count = -1;

  constructor(onChanged) {
    this.#onChanged = onChanged;
    find('#replay-all').addEventListener('click', () => this.#replayAll());
    this.#more.addEventListener('click', () => this.#append());
  }

  /** Reloads if the gateway's count has changed. */
  setCount(count) {
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
    this.#rows.append(...page.items.map((deadLetter) => this.#row(deadLetter)));
    this.#updateEmpty();
  }

  #updateEmpty() {
    const isEmpty = this.#rows.childElementCount === 0;
    find('#dead-letters-empty').hidden = !isEmpty;
    find('#dead-letter-table').hidden = isEmpty;
    find('#replay-all').hidden = isEmpty;
  }

  #row(deadLetter) {
    const { id, at, failure, origin, attempts, jobId } = deadLetter;
    const button = (name, onclick) => el('button', { type: 'button', onclick }, t(name));
    return el(
      'tr', {},
      el('td.numbers', {}, time(at)),
      el('td', {}, reason(failure), el('span.muted.second-line', {}, `${origin} · ${t('attempt', attempts)}`)),
      el('td', {}, jobId === undefined ? '' : el('a', { href: linkTo('queue', { job: jobId }) }, t('job'))),
      el('td', {}, el(
        'div.buttons', {},
        jobId === undefined ? null : button('replay', () => this.#replay({ ids: [id] })),
        button('delete', () => this.#delete(id)),
      )),
    );
  }

  async #replay(selection) {
    const answer = await attempt(() => api.replay(selection));
    if (answer === undefined) return;
    const skipped = answer.notReplayed ?? [];
    if (skipped.length === 0) notify(t('replayed', answer.replayed));
    else notify(t('replayed.some', answer.replayed, skipped[0].reason), { isError: true });
    await this.#reload();
  }

  async #replayAll() {
    if (await confirm(t('replay.ask'), t('replay.note'), t('replay.all'))) await this.#replay({ all: true });
  }

  async #delete(id) {
    if (!await confirm(t('dead.letter.ask'), t('dead.letter.note'), t('delete'))) return;
    await attempt(() => api.deleteDeadLetter(id));
    await this.#reload();
  }

  async #reload() {
    await this.load();
    this.#onChanged();
  }
}

/** The failure in the reader's language and, below, the gateway's message, which has more detail. */
function reason(failure) {
  if (failure === undefined) return [];
  const { summary } = explain(failure);
  if (summary === failure.reason) return [summary];
  return [summary, el('span.muted.second-line', { lang: 'en' }, failure.reason)];
}
