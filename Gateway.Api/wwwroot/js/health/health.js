import { api } from '../api.js';
import { el, find, text } from '../dom.js';
import { number, seconds, span, time } from '../format.js';
import { t } from '../i18n.js';
import { attempt } from '../notices.js';
import { finishedOf, openOf } from '../queue/states.js';
import { DeadLetters } from './dead-letters.js';
import { Sparkline } from './sparkline.js';
import { Turns } from './turns.js';
import { Workers } from './workers.js';

const STATUS_INTERVAL = 5000;

/** The status strip above every view, and the health view with the details. */
export class Health {
  #status = null;
  #sparkline = new Sparkline(find('#sparkline'));
  #deadLetters = new DeadLetters(() => this.#refresh());
  #workers = new Workers();
  #turns = new Turns(() => this.#refresh());
  #isShown = false;
  #sourceCount = 0;

  constructor(live) {
    live.addEventListener('counts', (event) => this.#showCounts(event.detail.counts));
    live.addEventListener('snapshot', (event) => this.#showCounts(event.detail.counts));
    live.addEventListener('state', (event) => this.#showConnection(event.detail));
    setInterval(() => !document.hidden && this.#refresh(), STATUS_INTERVAL);
    setInterval(() => text(find('#per-second'), this.#sparkline.tick()), 1000);
    this.#refresh();
  }

  /** The URL of the tracing dashboard, if the gateway has one. */
  get dashboard() {
    return this.#status?.dashboardUrl;
  }

  show(values, isEntered) {
    if (!isEntered) return;
    this.#isShown = true;
    this.#deadLetters.load();
    if (this.#status !== null) this.#showStatus(this.#status);
  }

  hide() {
    this.#isShown = false;
  }

  async #refresh() {
    const status = await api.status().catch(() => null);
    if (status === null) return;
    this.#status = status;
    this.#showCounts(status.counts);
    text(find('#dead-letters'), number(status.deadLetters));
    find('#dead-letters').closest('.gauge').classList.toggle('is-wrong', status.deadLetters > 0);
    this.#showStatus(status);
    text(find('#version'), t('version', status.version, span(seconds(status.uptime) * 1000)));
    if (this.#isShown) this.#deadLetters.setCount(status.deadLetters);
  }

  #showStatus(status) {
    this.#workers.show(status, this.#isShown);
    this.#showSources((status.sources ?? []).map((source) => withBacklog(source, status.turns)));
    if (this.#isShown) this.#turns.show(status);
  }

  #showCounts(counts) {
    text(find('#waiting'), number(openOf(counts) - counts.running));
    text(find('#in-flight'), number(counts.running));
    this.#sparkline.add(finishedOf(counts));
  }

  async #toggle({ name, isPaused }) {
    await attempt(() => (isPaused ? api.resumeSource(name) : api.pauseSource(name)));
    document.activeElement?.blur();
    await this.#refresh();
  }

  #showConnection(state) {
    const connection = find('#connection');
    connection.dataset.state = state;
    text(find('span', connection), t(`connection.${state}`));
  }

  #showSources(sources) {
    const listed = sources.filter((source) => source.isReady !== false || source.circuitOpenUntil !== undefined);
    find('#source-chips').replaceChildren(...listed.map(chip));
    if (!this.#isShown) return;
    find('#sources').hidden = sources.length === 0;
    if (find('#source-rows').contains(document.activeElement) && sources.length === this.#sourceCount) return;
    this.#sourceCount = sources.length;
    find('#source-rows').replaceChildren(
      ...sources.map((source) => row(source, () => this.#toggle(source))),
    );
  }
}

/** Without a request in the budget, the jobs in the store wait for it as those at the workers do. */
function withBacklog(source, turns) {
  if (source.budgetLeft !== 0) return source;
  const inStore = turns.kinds.reduce((sum, kind) => sum + (kind.asksSources ? kind.waiting : 0), 0);
  return { ...source, waiting: (source.waiting ?? 0) + inStore };
}

function chip(source) {
  const state = el('span.visually-hidden', {}, ` ${t(`source.${healthOf(source)}`)}`);
  return el('li', {}, dot(source), el('span', {}, source.name), state);
}

function row(source, toggle) {
  const action = source.isPaused ? 'source.resume' : 'source.pause';
  const { name, budgetLeft, requestsPerMinute } = source;
  const budget = budgetLeft === undefined ? '' : t('source.budget', number(budgetLeft), number(requestsPerMinute));
  return el(
    'tr', {}, el('th', { scope: 'row' }, name),
    el('td', {}, dot(source), ' ', t(`source.${healthOf(source)}`)),
    el('td', {}, noteOf(source)),
    el('td.numbers', {}, budget),
    el('td', {}, el('button', { type: 'button', onclick: toggle }, t(action))),
  );
}

function noteOf({ detail, circuitOpenUntil, circuitReason, isPaused, waiting, busy, nextRequestAt }) {
  if (isPaused) return t('source.held');
  if (circuitOpenUntil !== undefined) {
    const until = t('source.until', time(circuitOpenUntil));
    return circuitReason === undefined ? until : [until, el('span.muted.second-line', {}, circuitReason)];
  }

  if (busy > 0) return t('source.busy.note', number(busy));
  if (!(waiting > 0)) return detail ?? '';
  return nextRequestAt === undefined
    ? t('source.waiting', number(waiting))
    : t('source.waiting.until', number(waiting), time(nextRequestAt));
}

const dot = (source) => el('span.dot', { 'data-health': healthOf(source), 'aria-hidden': 'true' });

/** Busy means that all of its processes are in use; spent means that its budget has no request. */
function healthOf({ isReady, circuitOpenUntil, isPaused, busy, budgetLeft, waiting }) {
  if (isPaused) return 'paused';
  if (circuitOpenUntil !== undefined && Date.parse(circuitOpenUntil) > Date.now()) return 'paused';
  if (isReady !== true) return isReady === undefined ? 'unknown' : 'unavailable';
  if (busy > 0) return 'busy';
  return budgetLeft === 0 && waiting > 0 ? 'spent' : 'ready';
}
