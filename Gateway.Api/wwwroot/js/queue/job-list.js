import { api } from '../api.js';
import { FILTERS, isOver, openOf } from './states.js';

const PAGE = 500;
const REFRESH_PAGE = 1000;

// Between two rounds of asking for jobs whose news were lost.
const REFRESH_PAUSE = 3000;

/**
 * The jobs that were loaded, narrowed to a filter: newest first, those of one submission in its own order (ids sort by
 * time, as the gateway's pages do). Emits `change` with the ids that changed, at once and often: who draws waits for a frame.
 */
export class JobList extends EventTarget {
  #jobs = new Map();
  #ids = [];
  #filter = 'all';
  #submission;
  #next;
  #loading = null;
  #refreshing = false;
  #generation = 0;

  get ids() {
    return this.#ids;
  }

  get filter() {
    return this.#filter;
  }

  get submission() {
    return this.#submission;
  }

  get isLoading() {
    return this.#loading !== null;
  }

  get hasMore() {
    return this.#next !== null;
  }

  job(id) {
    return this.#jobs.get(id);
  }

  /** Shows other jobs, from the first page. */
  async show(filter, submission) {
    this.#filter = filter;
    this.#submission = submission;
    this.#generation++;
    this.#ids = [];
    this.#next = undefined;
    this.#loading = null;
    const loaded = this.loadMore();
    this.#emit([]);
    await loaded;
  }

  /** Loads the page after the last one; nothing while one is on its way, or at the end. */
  async loadMore() {
    if (this.#loading !== null || this.#next === null) return;
    const generation = this.#generation;
    this.#loading = this.#page(this.#next, PAGE);
    try {
      const page = await this.#loading;
      if (generation !== this.#generation) return;
      this.#next = page.next ?? null;
      this.#loading = null;
      this.put(page.items);
    } catch (error) {
      if (generation === this.#generation) this.#loading = null;
      throw error;
    } finally {
      if (generation === this.#generation) this.#emit([]);
    }
  }

  /** Takes in jobs, or what an event says of them. */
  put(items) {
    const added = [];
    const changed = [];
    for (const item of items) {
      const known = this.#jobs.get(item.id);
      if (known !== undefined && isOlder(item, known)) continue;
      const job = merge(known, item);
      this.#jobs.set(job.id, job);
      changed.push(job.id);
      const shown = this.#shows(job);
      if (known !== undefined && this.#has(job.id)) {
        if (!shown) this.#ids.splice(this.#place(job.id), 1);
      } else if (shown) {
        added.push(job.id);
      }
    }

    this.#insert(added);
    if (changed.length > 0) this.#emit(changed);
  }

  /** How far a job is; news that are not kept. */
  progress(news) {
    const job = this.#jobs.get(news.id);
    if (job === undefined || isOver(job.state)) return;
    job.progress = news;
    this.#emit([job.id]);
  }

  /** The gateway has fewer open jobs than we believe, or the stream was away: asks again for what may have changed. */
  async refreshIfStale(counts, isSure = false) {
    if (this.#refreshing || (!isSure && !this.#isStale(counts))) return;
    this.#refreshing = true;
    try {
      await this.#refresh();
    } catch {
      // Asked again with the next counts.
    } finally {
      setTimeout(() => { this.#refreshing = false; }, REFRESH_PAUSE);
    }
  }

  #isStale(counts) {
    let [open, accepted] = [0, 0];
    for (const { state } of this.#jobs.values()) {
      if (!isOver(state)) open++;
      if (state === 'Accepted') accepted++;
    }

    return open > openOf(counts) || accepted > counts.accepted;
  }

  async #refresh() {
    const stale = new Set([...this.#jobs.values()].filter((job) => !isOver(job.state)).map((job) => job.id));
    let cursor;
    do {
      const page = await api.jobs({ limit: REFRESH_PAGE, cursor });
      this.put(page.items.filter((job) => this.#jobs.has(job.id) || this.#isLoaded(job.id)));
      page.items.forEach((job) => stale.delete(job.id));
      cursor = page.next;
    } while (cursor !== undefined && stale.size > 0);
  }

  #page(cursor, limit) {
    return api.jobs({
      limit, cursor, submission: this.#submission, state: this.#filter === 'all' ? undefined : FILTERS[this.#filter].join(),
    });
  }

  #shows(job) {
    return FILTERS[this.#filter].includes(job.state)
      && (this.#submission === undefined || job.submissionId === this.#submission)
      && this.#isLoaded(job.id);
  }

  /** Whether a job belongs above the end of what is loaded; what is below comes with its page. */
  #isLoaded(id) {
    return this.#next === null || this.#next === undefined || (this.#ids.length > 0 && this.#isBefore(id, this.#ids.at(-1)));
  }

  #isBefore(one, other) {
    return this.#submission === undefined ? one > other : one < other;
  }

  #insert(added) {
    if (added.length === 0) return;
    if (added.length < 8) {
      for (const id of added) this.#ids.splice(this.#place(id), 0, id);
    } else {
      this.#ids = [...new Set([...this.#ids, ...added])].sort((one, other) => (this.#isBefore(one, other) ? -1 : 1));
    }
  }

  #has(id) {
    return this.#ids[this.#place(id)] === id;
  }

  /** Where an id is, or would be, in the order of the list. */
  #place(id) {
    let [low, high] = [0, this.#ids.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isBefore(this.#ids[middle], id)) low = middle + 1;
      else high = middle;
    }

    return low;
  }

  #emit(ids) {
    this.dispatchEvent(new CustomEvent('change', { detail: ids }));
  }
}

const stampOf = (item) => Date.parse(item.updatedAt ?? item.at ?? item.acceptedAt ?? 0);

/** News overtake each other: those of an earlier stamp say nothing, unless they bring the whole of what is half known. */
const isOlder = (item, known) => stampOf(item) < known.stamp;

function merge(known, item) {
  const isWhole = item.updatedAt !== undefined;
  const job = isWhole ? { ...item } : { ...known, ...item, failure: item.failure, dueAt: item.dueAt };
  if (!isWhole && item.state === 'Running') job.startedAt = item.at;
  if (!isWhole && isOver(item.state)) job.finishedAt = item.at;
  job.stamp = stampOf(item);
  job.link ??= known?.link;
  job.videoId ??= known?.videoId;
  job.progress = job.state === 'Running' && known?.state === 'Running' ? known.progress : undefined;
  return job;
}
