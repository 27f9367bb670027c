import { api } from '../api.js';
import { el, find, text } from '../dom.js';
import { number, seconds, span, time } from '../format.js';
import { t } from '../i18n.js';
import { openOf } from '../queue/states.js';
import { DeadLetters } from './dead-letters.js';
import { Sparkline } from './sparkline.js';
import { Workers } from './workers.js';

const EVERY = 5000;

/** The strip on every view, and the view that says more. */
export class Health {
  #status = null;
  #spark = new Sparkline(find('#spark'));
  #letters = new DeadLetters(() => this.#ask());
  #workers = new Workers();
  #isShown = false;

  constructor(live) {
    live.addEventListener('counts', (event) => this.#counted(event.detail.counts));
    live.addEventListener('snapshot', (event) => this.#counted(event.detail.counts));
    live.addEventListener('state', (event) => this.#connection(event.detail));
    setInterval(() => !document.hidden && this.#ask(), EVERY);
    setInterval(() => text(find('#per-second'), this.#spark.tick()), 1000);
    this.#ask();
  }

  get dashboard() {
    return this.#status?.dashboardUrl;
  }

  show(isShown) {
    this.#isShown = isShown;
    if (!isShown) return;
    this.#letters.load();
    if (this.#status !== null) this.#parts(this.#status);
  }

  async #ask() {
    const status = await api.status().catch(() => null);
    if (status === null) return;
    this.#status = status;
    this.#counted(status.counts);
    text(find('#dead-letters'), number(status.deadLetters));
    find('#dead-letters').closest('.gauge').classList.toggle('is-wrong', status.deadLetters > 0);
    this.#parts(status);
    text(find('#version'), t('version', status.version, span(seconds(status.uptime) * 1000)));
    if (this.#isShown) this.#letters.counted(status.deadLetters);
  }

  #parts(status) {
    this.#workers.show(status, this.#isShown);
    this.#sources(status.sources ?? []);
  }

  #counted(counts) {
    text(find('#waiting'), number(openOf(counts) - counts.running));
    text(find('#in-flight'), number(counts.running));
    this.#spark.add(counts.succeeded + counts.failed + counts.cancelled);
  }

  #connection(state) {
    const place = find('#connection');
    place.dataset.state = state;
    text(find('span', place), t(`connection.${state}`));
  }

  #sources(sources) {
    const some = sources.filter((source) => source.isReady !== false || source.circuitOpenUntil !== undefined);
    find('#source-chips').replaceChildren(...some.map((source) => el(
      'li', {}, el('span.dot', { 'data-health': healthOf(source), 'aria-hidden': 'true' }), el('span', {}, source.name), el('span.unseen', {}, ` ${t(`source.${healthOf(source)}`)}`),
    )));
    if (!this.#isShown) return;
    find('#sources').hidden = sources.length === 0;
    find('#source-rows').replaceChildren(...sources.map((source) => el(
      'tr', {}, el('th', { scope: 'row' }, source.name),
      el('td', {}, el('span.dot', { 'data-health': healthOf(source), 'aria-hidden': 'true' }), ' ', t(`source.${healthOf(source)}`)),
      el('td', {}, source.circuitOpenUntil === undefined ? source.detail ?? '' : t('source.until', time(source.circuitOpenUntil))),
      el('td.numbers', {}, source.budgetLeft === undefined ? '' : t('source.budget', number(source.budgetLeft), number(source.requestsPerMinute))),
    )));
  }
}

const healthOf = ({ isReady, circuitOpenUntil }) =>
  circuitOpenUntil !== undefined && Date.parse(circuitOpenUntil) > Date.now() ? 'paused' : isReady === undefined ? 'unknown' : isReady ? 'ready' : 'unavailable';
