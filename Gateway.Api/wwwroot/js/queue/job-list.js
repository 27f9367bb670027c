import { api } from '../api.js';
import { isOlder, merge } from './job-news.js';
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
  #isUnsure = false;
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
    this.#jobs.clear();
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

  /** Takes in jobs, or what an event says of them; only what belongs into the list is kept. */
  put(items) {
    const added = [];
    const changed = [];
    for (const item of items) {
      const known = this.#jobs.get(item.id);
      if (known !== undefined && isOlder(item, known)) continue;
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

  /** How far a job is; news that are not kept. */
  progress(news) {
    const job = this.#jobs.get(news.id);
    if (job === undefined || isOver(job.state)) return;
    job.progress = news;
    this.#emit([job.id]);
  }

  /** Asks again for all that is loaded when news of it must have been lost, or `isSure` that some were. */
  async refreshIfStale(counts, isSure) {
    this.#isUnsure ||= isSure;
    if (this.#refreshing || !(this.#isUnsure || this.#isStale(counts))) return;
    this.#refreshing = true;
    this.#isUnsure = false;
    try {
      await this.#refresh();
    } catch {
      this.#isUnsure = true;
    }

    setTimeout(() => {
      this.#refreshing = false;
      if (this.#isUnsure) this.refreshIfStale(counts, true);
    }, REFRESH_PAUSE);
  }

  /** The gateway has fewer open jobs than the list, or more jobs than the whole list; or the list could never be loaded. */
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

    // Whatever comes belongs into the list until it is known where that ends now.
    this.#next = null;
    try {
      const [ids, next] = await this.#readAgain(generation);
      if (generation !== this.#generation) return;
      this.#next = next;
      this.#keep(ids);
    } catch (error) {
      if (generation === this.#generation) this.#next = before;
      throw error;
    }
  }

  /** Reads as many jobs as are loaded; their ids, and the cursor of what follows. */
  async #readAgain(generation) {
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

  /** The list is what was read, and what events brought meanwhile, which comes before it. */
  #keep(read) {
    const [first] = read;
    const kept = new Set(this.#ids.filter((id) => first === undefined || this.#isBefore(id, first)));
    for (const id of read) if (this.#jobs.has(id)) kept.add(id);
    for (const id of this.#ids) if (!kept.has(id)) this.#jobs.delete(id);
    this.#ids = [...kept];
    this.#emit(read);
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

  #remove(id) {
    this.#jobs.delete(id);
    const place = this.#place(id);
    if (this.#ids[place] === id) this.#ids.splice(place, 1);
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
