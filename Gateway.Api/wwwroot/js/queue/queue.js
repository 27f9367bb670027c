import { api, exportUrl } from '../api.js';
import { el, find, text } from '../dom.js';
import { showEmpty } from '../elements.js';
import { FileProgress } from '../files/file-progress.js';
import { number } from '../format.js';
import { t } from '../i18n.js';
import { announce, attempt, notify } from '../notices.js';
import { navigate } from '../router.js';
import { fillRow, fillThumbnail, makeRow, needsDetails } from './job-row.js';
import { JobList } from './job-list.js';
import { countOf, FILTERS, isOver, openOf } from './states.js';
import { Summary } from './summary.js';
import { VirtualList } from './virtual-list.js';

// Concurrent requests for the details of visible rows.
const MAX_DETAIL_REQUESTS = 4;

// Pause before details whose request failed are requested again.
const DETAILS_RETRY = 5000;

// Scrolling pauses for this long before thumbnails, details, and the next page are requested.
const SCROLL_PAUSE = 150;

// Loads the next page when this few rows are left below the visible ones.
const ROWS_BEFORE_END = 50;

/** The live list of jobs. */
export class Queue {
  #list = new JobList();
  #rows;
  #summary = new Summary(find('#queue-summary'));
  #fileProgress = new FileProgress(find('#file-progress'));
  #counts = null;
  #detailed = new Set();
  #detailRequests = 0;
  #scrollTimer = 0;

  constructor(live) {
    const on = {
      open: (id) => navigate('queue', { job: id, ...this.#linkValues }),
      retry: (id) => this.#change(id, api.retry),
      cancel: (id) => this.#change(id, api.cancel),
    };
    const fill = (row, id) => fillRow(row, this.#list.job(id));
    this.#rows = new VirtualList(find('#job-rows'), (id) => makeRow(id, on), fill);
    this.#list.addEventListener('change', (event) => this.#onChange(event.detail));
    live.addEventListener('job', (event) => this.#list.put([event.detail]));
    live.addEventListener('progress', (event) => this.#list.setProgress(event.detail));
    live.addEventListener('snapshot', (event) => this.#onCounts(event.detail.counts, true));
    live.addEventListener('counts', (event) => this.#onCounts(event.detail.counts, false));
    for (const filter of Object.keys(FILTERS)) find('#filters').append(this.#filterButton(filter));
    find('#retry-all').addEventListener('click', () => this.#retryAll());
    find('#show-all').addEventListener('click', () => navigate('queue', {}));
    window.addEventListener('scroll', () => this.#afterScrolling(), { passive: true });
    setInterval(() => this.#tick(), 1000);
  }

  /** The filter and the submission as they appear in the URL. */
  get #linkValues() {
    const { filter, submission } = this.#list;
    return { state: filter === 'all' ? undefined : filter, submission };
  }

  async show({ state, submission }) {
    const filter = state in FILTERS ? state : 'all';
    find('#only-submission').hidden = submission === undefined;
    find('#export').href = submission === undefined ? '' : exportUrl(submission);
    for (const button of find('#filters').children) {
      button.setAttribute('aria-pressed', String(button.dataset.filter === filter));
    }

    const isShown = this.#list.filter === filter && this.#list.submission === submission;
    if (isShown && this.#list.ids.length > 0) return;
    await attempt(() => this.#list.show(filter, submission));
    if (this.#counts !== null) this.#showCounts(this.#counts);
  }

  /** Adds the jobs of a submission that was just accepted, before their first events arrive. */
  addAccepted({ id, jobs }) {
    const common = { kind: 'link', submissionId: id, state: 'Accepted' };
    this.#list.put(jobs.map((job) => ({ ...common, key: job.videoId ?? job.link, ...job })));
  }

  put(job) {
    this.#list.put([job]);
  }

  #filterButton(filter) {
    const onclick = () => navigate('queue', { ...this.#linkValues, state: filter === 'all' ? undefined : filter });
    return el(
      'button.filter', { type: 'button', 'data-filter': filter, 'aria-pressed': 'false', onclick },
      el('span', {}, t(`filter.${filter}`)), ' ', el('span.count.numbers'),
    );
  }

  /** A stream begins with a snapshot, so a second snapshot means that events may be lost. */
  #onCounts(counts, isSnapshot) {
    const before = this.#counts;
    this.#counts = counts;
    this.#showCounts(counts);
    const hasMoved = before !== null && (openOf(before) > 0 || before.total !== counts.total);
    if (hasMoved && openOf(counts) === 0) {
      announce(t('all.finished', number(counts.succeeded), number(counts.failed)));
    }

    this.#list.refreshIfStale(counts, isSnapshot && before !== null);
    this.#updateEmpty();
  }

  /** Shows the counts of the selected submission, or of all jobs. */
  async #showCounts(all) {
    const { submission } = this.#list;
    const view = submission === undefined ? { counts: all } : await api.submission(submission).catch(() => null);
    if (view === null || submission !== this.#list.submission) return;
    const { counts } = view;
    this.#fileProgress.show(submission, view);
    find('#export').hidden = view.file !== undefined;
    this.#summary.setCounts(counts);
    for (const button of find('#filters').children) {
      text(find('.count', button), number(countOf(counts, button.dataset.filter)));
    }

    find('#retry-all').hidden = counts.failed === 0;
  }

  #onChange(ids) {
    this.#rows.update(this.#list.ids, ids);
    this.#updateEmpty();
    this.#afterScrolling();
  }

  #updateEmpty() {
    const isEmpty = this.#list.ids.length === 0;
    const isFirst = this.#counts === null || this.#counts.total === 0;
    find('#job-grid').hidden = isEmpty;
    const name = isFirst ? 'empty.first' : `empty.${this.#list.filter}`;
    const note = isFirst ? 'empty.first.note' : 'empty.note';
    showEmpty(find('#queue-empty'), isEmpty && !this.#list.isLoading, name, note);
  }

  /** The rows of a list that was replaced stay until the next frame; their jobs are left out. */
  get #visibleJobs() {
    return this.#rows.visibleIds.map((id) => this.#list.job(id)).filter((job) => job !== undefined);
  }

  #tick() {
    if (find('#view-queue').hidden) return;
    const open = this.#visibleJobs.filter((job) => !isOver(job.state));
    if (open.length > 0) this.#rows.update(this.#list.ids, open.map(({ id }) => id));
    this.#summary.refresh();
  }

  #afterScrolling() {
    clearTimeout(this.#scrollTimer);
    this.#scrollTimer = setTimeout(() => {
      if (find('#view-queue').hidden) return;
      if (this.#rows.lastVisible >= this.#list.ids.length - ROWS_BEFORE_END) attempt(() => this.#list.loadMore());
      for (const job of this.#visibleJobs) fillThumbnail(this.#rows.row(job.id), job);
      this.#requestDetails();
    }, SCROLL_PAUSE);
  }

  #requestDetails() {
    for (const job of this.#visibleJobs) {
      if (this.#detailRequests >= MAX_DETAIL_REQUESTS) return;
      if (this.#detailed.has(job.id) || !needsDetails(job)) continue;
      this.#detailed.add(job.id);
      this.#detailRequests++;
      api.job(job.id).then((details) => this.#list.put([details]), () => this.#forgetDetails(job.id)).finally(() => {
        this.#detailRequests--;
        this.#requestDetails();
      });
    }
  }

  /** Lets details whose request failed be requested again. */
  #forgetDetails(id) {
    setTimeout(() => {
      this.#detailed.delete(id);
      this.#afterScrolling();
    }, DETAILS_RETRY);
  }

  async #change(id, action) {
    const job = await attempt(() => action(id));
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
