import { api } from '../api.js';
import { el } from '../dom.js';
import { explain } from '../failures.js';
import { time } from '../format.js';
import { t } from '../i18n.js';
import { attempt } from '../notices.js';
import { addressOf } from '../router.js';
import { stateChip, titleOf } from './job-row.js';
import { isOver } from './states.js';
import { timeline } from './timeline.js';

// A job that is under way is asked for again this often while it is looked at.
const AGAIN = 1000;

/** One job in the sheet: what it is, what went wrong and what to do, how its time was spent. */
export class JobDetails {
  #sheet;
  #queue;
  #dashboard;
  #shown = null;
  #onClose = null;
  #timer = 0;

  /** @param {() => string | undefined} dashboard the address of the tracing dashboard, if there is one. */
  constructor(sheet, queue, dashboard) {
    this.#sheet = sheet;
    this.#queue = queue;
    this.#dashboard = dashboard;
  }

  async show(id, onClose) {
    this.#shown = id;
    this.#onClose = () => {
      this.#shown = null;
      clearTimeout(this.#timer);
      onClose();
    };
    await this.#load(id);
  }

  async #load(id) {
    clearTimeout(this.#timer);
    const job = await attempt(() => api.job(id));
    if (this.#shown !== id) return;
    if (job === undefined) {
      this.#onClose();
      return;
    }

    this.#queue.put(job);
    this.#draw(job);
    if (!isOver(job.state)) this.#timer = setTimeout(() => this.#shown === id && this.#load(id), AGAIN);
  }

  #draw(job) {
    const focused = document.activeElement?.dataset?.action;
    this.#sheet.open(titleOf(job), [this.#head(job), failure(job), missing(job), timeline(job), this.#facts(job)], this.#onClose);
    if (focused !== undefined) document.querySelector(`.sheet [data-action="${focused}"]`)?.focus();
  }

  #head(job) {
    const act = (name, action) => el('button', {
      type: 'button', 'data-action': name,
      onclick: async () => {
        const changed = await attempt(() => action(job.id));
        if (changed !== undefined) await this.#load(job.id);
      },
    }, t(name));
    return el(
      'div.sheet-line', {}, stateChip(job.state), el('span.muted', {}, t('attempt', job.attempt)),
      job.state === 'Failed' || job.state === 'Cancelled' ? act('retry', api.retry) : null,
      isOver(job.state) ? null : act('cancel', api.cancel),
      job.state === 'Succeeded' && job.videoId ? el('a.button', { href: addressOf('library', { video: job.videoId }) }, t('open.video')) : null,
      job.kind === 'list' && job.state === 'Succeeded' ? el('a.button', { href: addressOf('queue', { submission: job.submissionId }) }, t('list.open')) : null,
    );
  }

  #facts(job) {
    const dashboard = this.#dashboard();
    const trace = job.traceId === undefined ? null
      : dashboard === undefined ? el('code', {}, job.traceId)
        : el('a', { href: `${dashboard.replace(/\/$/, '')}/traces/detail/${job.traceId}`, rel: 'noreferrer' }, el('code', {}, job.traceId));
    const facts = [
      ['link', job.link && el('a', { href: job.link, rel: 'noreferrer' }, job.link)],
      ['accepted.at', time(job.acceptedAt)],
      ['finished.at', job.finishedAt && time(job.finishedAt)],
      ['list.videos', job.kind === 'list' && job.result && t('list.found', job.result.videos, job.result.added)],
      ['source', job.result?.source],
      ['submission', el('a', { href: addressOf('queue', { submission: job.submissionId }) }, el('code', {}, job.submissionId))],
      ['job', el('code', {}, job.id)],
      ['trace', trace],
    ];
    return el('dl.facts', {}, facts.filter(([, value]) => value).flatMap(([name, value]) => [el('dt', {}, t(name)), el('dd', {}, value)]));
  }
}

/** What was asked for and is not to be had. */
function missing(job) {
  const sentences = [...(job.result?.missing ?? []), job.result?.cut && t('list.cut', job.result.videos)].filter(Boolean);
  return sentences.length === 0 ? null : el('ul.missing', {}, sentences.map((sentence) => el('li', {}, sentence)));
}

function failure(job) {
  if (job.failure === undefined || job.state === 'Succeeded') return null;
  const { what, advice } = explain(job.failure);
  return el(
    'div.failure', {},
    el('p.failure-reason', {}, what),
    el('p', {}, advice),
    what === job.failure.reason ? null : el('p.failure-words', {}, t('failure.details'), ' ', el('span', { lang: 'en' }, job.failure.reason)),
  );
}
