import { api } from '../api.js';
import { el } from '../dom.js';
import { factList } from '../elements.js';
import { explain } from '../failures.js';
import { time } from '../format.js';
import { t } from '../i18n.js';
import { attempt } from '../notices.js';
import { linkTo } from '../router.js';
import { stateChip, titleOf } from './job-row.js';
import { isOver } from './states.js';
import { timeline } from './timeline.js';

// Refresh interval of an open job.
const REFRESH_INTERVAL = 1000;

/** One job in the sheet: its facts, its failure with advice, and the timeline. */
export class JobDetails {
  #sheet;
  #queue;
  #dashboard;
  #shown = null;
  #onClose = null;
  #timer = 0;

  /** @param {() => string | undefined} dashboard the URL of the tracing dashboard, if there is one */
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
    if (!isOver(job.state)) this.#timer = setTimeout(() => this.#shown === id && this.#load(id), REFRESH_INTERVAL);
  }

  #draw(job) {
    const focused = document.activeElement?.dataset?.action;
    const content = [this.#head(job), failure(job), warnings(job), timeline(job), this.#facts(job)];
    this.#sheet.open(titleOf(job), content, this.#onClose);
    if (focused !== undefined) document.querySelector(`.sheet [data-action="${focused}"]`)?.focus();
  }

  #head(job) {
    const button = (name, action) => el('button', {
      type: 'button', 'data-action': name,
      onclick: async () => {
        const changed = await attempt(() => action(job.id));
        if (changed !== undefined) await this.#load(job.id);
      },
    }, t(name));
    const link = (view, values, name) => el('a.button', { href: linkTo(view, values) }, t(name));
    const hasSucceeded = job.state === 'Succeeded';
    return el(
      'div.sheet-line', {}, stateChip(job.state), el('span.muted', {}, t('attempt', job.attempt)),
      job.state === 'Failed' || job.state === 'Cancelled' ? button('retry', api.retry) : null,
      isOver(job.state) ? null : button('cancel', api.cancel),
      hasSucceeded && job.videoId ? link('library', { video: job.videoId }, 'open.video') : null,
      hasSucceeded && job.kind === 'list' ? link('queue', { submission: job.submissionId }, 'list.open') : null,
    );
  }

  #facts(job) {
    const submission = linkTo('queue', { submission: job.submissionId });
    return factList([
      ['link', job.link && el('a', { href: job.link, rel: 'noreferrer' }, job.link)],
      ['accepted.at', time(job.acceptedAt)],
      ['finished.at', job.finishedAt && time(job.finishedAt)],
      ['list.videos', job.kind === 'list' && job.result && t('list.found', job.result.videos, job.result.added)],
      ['source', job.result?.source],
      ['submission', el('a', { href: submission }, el('code', {}, job.submissionId))],
      ['job', el('code', {}, job.id)],
      ['trace', this.#trace(job.traceId)],
    ]);
  }

  #trace(id) {
    if (id === undefined) return null;
    const code = el('code', {}, id);
    const dashboard = this.#dashboard();
    if (dashboard === undefined) return code;
    return el('a', { href: `${dashboard.replace(/\/$/, '')}/traces/detail/${id}`, rel: 'noreferrer' }, code);
  }
}

/** Lists the parts that a successful job could not provide. */
function warnings(job) {
  const cut = job.result?.cut && t('list.cut', job.result.videos);
  const messages = [...(job.result?.missing ?? []), cut].filter(Boolean);
  return messages.length === 0 ? null : el('ul.warning', {}, messages.map((message) => el('li', {}, message)));
}

function failure(job) {
  if (job.failure === undefined || job.state === 'Succeeded') return null;
  const { reason } = job.failure;
  const { summary, advice } = explain(job.failure);
  return el(
    'div.failure', {},
    el('p.failure-summary', {}, summary),
    el('p', {}, advice),
    summary === reason ? null
      : el('p.failure-details', {}, t('failure.details'), ' ', el('span', { lang: 'en' }, reason)),
  );
}
