import { api } from '../api.js';
import { isOutdated, merge } from './job-events.js';
import { FILTERS, isOver, openOf } from './states.js';

const PAGE = 500;
const REFRESH_PAGE = 1000;

// Pause between two refreshes of jobs whose events were lost.
const REFRESH_PAUSE = 3000;

/**
 * The loaded jobs that match a filter: newest first, or in the order of the submission if one is selected. IDs sort by
 * time, like the gateway's pages. Emits `change` with the IDs that changed, immediately and often, so drawing should
 * wait for a frame.
 */
export class JobList extends EventTarget {
  #jobs = new Map();
  #ids = [];
  #filter = 'all';
  #submission;
  #next;
  #loading = null;
  #isRefreshing = false;
  #needsRefresh = false;
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

  /** Loads the first page of another filter or submission. */
  async show(filter, submission) {
    this.#filter = filter;
    this.#submission = submission;
    this.#generation++;
    this.#ids = [];
    this.#jobs.clear();
    this.#next = undefined;
    this.#loading = null;
    const loaded = this.loadMore();
    this.#emit([]);
    await loaded;
  }

  /** Loads the next page, unless one is loading already or there are no more. */
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

  /** Adds jobs or updates from events, and keeps those that belong in the list. */
  put(items) {
    const added = [];
    const changed = [];
    for (const item of items) {
      const known = this.#jobs.get(item.id);
      if (known !== undefined && isOutdated(item, known)) continue;
      const job = merge(known, item);
      const isShown = this.#shows(job);
      if (isShown) this.#jobs.set(job.id, job);
      if (known === undefined && isShown) added.push(job.id);
      if (known !== undefined && !isShown) this.#remove(job.id);
      if (known !== undefined || isShown) changed.push(job.id);
    }

    this.#insert(added);
    if (changed.length > 0) this.#emit(changed);
  }

  setProgress(progress) {
    const job = this.#jobs.get(progress.id);
    if (job === undefined || isOver(job.state)) return;
    job.progress = progress;
    this.#emit([job.id]);
  }

  /** Reloads all loaded jobs if events were lost: known (`wereLost`), or evident from the gateway's counts. */
  async refreshIfStale(counts, wereLost) {
    this.#needsRefresh ||= wereLost;
    if (this.#isRefreshing || !(this.#needsRefresh || this.#isStale(counts))) return;
    this.#isRefreshing = true;
    this.#needsRefresh = false;
    try {
      await this.#refresh();
    } catch {
      this.#needsRefresh = true;
    }

    setTimeout(() => {
      this.#isRefreshing = false;
      if (this.#needsRefresh) this.refreshIfStale(counts, true);
    }, REFRESH_PAUSE);
  }

  /** True if the list has more open jobs than the gateway, or lacks jobs, or if its first page never loaded. */
  #isStale(counts) {
    if (this.#loading !== null) return false;
    if (this.#next === undefined) return true;
    let [open, accepted] = [0, 0];
    for (const { state } of this.#jobs.values()) {
      if (!isOver(state)) open++;
      if (state === 'Accepted') accepted++;
    }

    const isWhole = this.#next === null && this.#filter === 'all' && this.#submission === undefined;
    return open > openOf(counts) || accepted > counts.accepted || (isWhole && this.#ids.length < counts.total);
  }

  async #refresh() {
    const generation = this.#generation;
    const before = this.#next;

    // Every job belongs in the list until the reload finds its new end.
    this.#next = null;
    try {
      const [ids, next] = await this.#reload(generation);
      if (generation !== this.#generation) return;
      this.#next = next;
      this.#replace(ids);
    } catch (error) {
      if (generation === this.#generation) this.#next = before;
      throw error;
    }
  }

  /** Reads as many jobs as are loaded. Returns their IDs and the cursor of the next page. */
  async #reload(generation) {
    const ids = [];
    let cursor;
    do {
      const page = await this.#page(cursor, REFRESH_PAGE);
      if (generation !== this.#generation) break;
      this.put(page.items);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined && ids.length < this.#ids.length);
    return [ids, cursor ?? null];
  }

  /** Replaces the list with the jobs that were read and, before them, those that events added in the meantime. */
  #replace(read) {
    const [first] = read;
    const kept = new Set(this.#ids.filter((id) => first === undefined || this.#isBefore(id, first)));
    for (const id of read) if (this.#jobs.has(id)) kept.add(id);
    for (const id of this.#ids) if (!kept.has(id)) this.#jobs.delete(id);
    this.#ids = [...kept];
    this.#emit(read);
  }

  #page(cursor, limit) {
    const state = this.#filter === 'all' ? undefined : FILTERS[this.#filter].join();
    return api.jobs({ limit, cursor, submission: this.#submission, state });
  }

  #shows(job) {
    return FILTERS[this.#filter].includes(job.state)
      && (this.#submission === undefined || job.submissionId === this.#submission)
      && this.#isLoaded(job.id);
  }

  /** True if a job belongs above the end of the loaded jobs; those below come with their page. */
  #isLoaded(id) {
    if (this.#next === null || this.#next === undefined) return true;
    return this.#ids.length > 0 && this.#isBefore(id, this.#ids.at(-1));
  }

  #isBefore(one, other) {
    return this.#submission === undefined ? one > other : one < other;
  }

  #insert(added) {
    if (added.length === 0) return;
    if (added.length < 8) {
      for (const id of added) this.#ids.splice(this.#indexFor(id), 0, id);
    } else {
      this.#ids = [...new Set([...this.#ids, ...added])].sort((one, other) => (this.#isBefore(one, other) ? -1 : 1));
    }
  }

  #remove(id) {
    this.#jobs.delete(id);
    const index = this.#indexFor(id);
    if (this.#ids[index] === id) this.#ids.splice(index, 1);
  }

  /** The index of an ID in the list, or the index to insert it at. */
  #indexFor(id) {
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
