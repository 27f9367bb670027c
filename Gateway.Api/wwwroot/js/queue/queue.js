import { api, exportAddress } from '../api.js';
import { el, find, text } from '../dom.js';
import { FileProgress } from '../files/file-progress.js';
import { number } from '../format.js';
import { t } from '../i18n.js';
import { announce, attempt, notify } from '../notices.js';
import { go } from '../router.js';
import { fillPicture, fillRow, makeRow, wantsDetails } from './job-row.js';
import { JobList } from './job-list.js';
import { countOf, FILTERS, isOver, openOf } from './states.js';
import { Summary } from './summary.js';
import { VirtualList } from './virtual-list.js';

// Rows whose titles are asked for at once, and how long scrolling must rest before pictures are.
const DETAILS_AT_ONCE = 4;
const REST = 150;

/** The list of jobs, live. */
export class Queue {
  #list = new JobList();
  #view;
  #summary = new Summary(find('#queue-summary'));
  #file = new FileProgress(find('#file-progress'));
  #counts = null;
  #asked = new Set();
  #asking = 0;
  #rest = 0;

  constructor(live) {
    const on = { open: (id) => go('queue', { job: id, ...this.#place }), retry: (id) => this.#retry(id), cancel: (id) => this.#cancel(id) };
    this.#view = new VirtualList(find('#job-rows'), (id) => makeRow(id, on), (row, id) => fillRow(row, this.#list.job(id)));
    this.#list.addEventListener('change', (event) => this.#changed(event.detail));
    live.addEventListener('job', (event) => this.#list.put([event.detail]));
    live.addEventListener('progress', (event) => this.#list.progress(event.detail));
    live.addEventListener('snapshot', (event) => this.#counted(event.detail.counts, true));
    live.addEventListener('counts', (event) => this.#counted(event.detail.counts, false));
    for (const filter of Object.keys(FILTERS)) find('#filters').append(this.#filterButton(filter));
    find('#retry-all').addEventListener('click', () => this.#retryAll());
    find('#show-all').addEventListener('click', () => go('queue', {}));
    window.addEventListener('scroll', () => this.#resting(), { passive: true });
    setInterval(() => this.#tick(), 1000);
  }

  /** Where the list is in the page's address. */
  get #place() {
    const { filter, submission } = this.#list;
    return { state: filter === 'all' ? undefined : filter, submission };
  }

  async show({ state, submission }) {
    const filter = state in FILTERS ? state : 'all';
    find('#only-submission').hidden = submission === undefined;
    find('#export').href = submission === undefined ? '' : exportAddress(submission);
    for (const button of find('#filters').children) button.setAttribute('aria-pressed', String(button.dataset.filter === filter));
    if (this.#list.filter === filter && this.#list.submission === submission && this.#list.ids.length > 0) return;
    await attempt(() => this.#list.show(filter, submission));
    if (this.#counts !== null) this.#showCounts(this.#counts);
  }

  /** Links that were just accepted: here before any event of theirs. */
  accepted(submission) {
    this.#list.put(submission.jobs.map((job) => ({ kind: 'link', key: job.videoId ?? job.link, submissionId: submission.id, state: 'Accepted', ...job })));
  }

  put(job) {
    this.#list.put([job]);
  }

  #filterButton(filter) {
    const press = () => go('queue', { ...this.#place, state: filter === 'all' ? undefined : filter });
    return el(
      'button.filter', { type: 'button', 'data-filter': filter, 'aria-pressed': 'false', onclick: press },
      el('span', {}, t(`filter.${filter}`)), ' ', el('span.count.numbers'),
    );
  }

  /** A stream begins with a snapshot: one after the first means that there was a break. */
  #counted(counts, isSnapshot) {
    const before = this.#counts;
    this.#counts = counts;
    this.#showCounts(counts);
    const hasMoved = before !== null && (openOf(before) > 0 || before.total !== counts.total);
    if (hasMoved && openOf(counts) === 0) announce(t('all.finished', number(counts.succeeded), number(counts.failed)));
    this.#list.refreshIfStale(counts, isSnapshot && before !== null);
    this.#empty();
  }

  /** Of the submission that is shown, else of all. */
  async #showCounts(all) {
    const { submission } = this.#list;
    const view = submission === undefined ? { counts: all } : await api.submission(submission).catch(() => null);
    if (view === null || submission !== this.#list.submission) return;
    const { counts } = view;
    this.#file.show(submission, view);
    find('#export').hidden = view.file !== undefined;
    this.#summary.counted(counts);
    for (const button of find('#filters').children) text(find('.count', button), number(countOf(counts, button.dataset.filter)));
    find('#retry-all').hidden = counts.failed === 0;
  }

  #changed(ids) {
    this.#view.update(this.#list.ids, ids);
    this.#empty();
    this.#resting();
  }

  #empty() {
    const isEmpty = this.#list.ids.length === 0 && !this.#list.isLoading;
    find('#queue-empty').hidden = !isEmpty;
    find('#job-grid').hidden = this.#list.ids.length === 0;
    if (!isEmpty) return;
    const isFirst = this.#counts === null || this.#counts.total === 0;
    text(find('#queue-empty h3'), t(isFirst ? 'empty.first' : `empty.${this.#list.filter}`));
    text(find('#queue-empty p'), t(isFirst ? 'empty.first.note' : 'empty.note'));
  }

  #tick() {
    if (find('#view-queue').hidden) return;
    const running = this.#view.visibleIds.filter((id) => !isOver(this.#list.job(id).state));
    if (running.length > 0) this.#view.update(this.#list.ids, running);
    this.#summary.tick();
  }

  #resting() {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      if (find('#view-queue').hidden) return;
      if (this.#view.lastVisible >= this.#list.ids.length - 50) attempt(() => this.#list.loadMore());
      for (const row of find('#job-rows').children) fillPicture(row, this.#list.job(row.dataset.id));
      this.#askDetails();
    }, REST);
  }

  #askDetails() {
    for (const id of this.#view.visibleIds) {
      if (this.#asking >= DETAILS_AT_ONCE) return;
      if (this.#asked.has(id) || !wantsDetails(this.#list.job(id))) continue;
      this.#asked.add(id);
      this.#asking++;
      api.job(id).then((job) => this.#list.put([job]), () => {}).finally(() => {
        this.#asking--;
        this.#askDetails();
      });
    }
  }

  async #retry(id) {
    const job = await attempt(() => api.retry(id));
    if (job !== undefined) this.#list.put([job]);
  }

  async #cancel(id) {
    const job = await attempt(() => api.cancel(id));
    if (job !== undefined) this.#list.put([job]);
  }

  async #retryAll() {
    const button = find('#retry-all');
    button.disabled = true;
    await attempt(async () => {
      let answer = { remaining: 1 };
      let retried = 0;
      do {
        answer = await api.retryAll(this.#list.submission);
        retried += answer.retried;
      } while (answer.remaining > 0 && answer.retried > 0);
      notify(t('retried', retried));
    });
    button.disabled = false;
  }
}
