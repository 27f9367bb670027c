// The rate at which jobs finish. Pure: the caller passes the time.

// Long enough for a steady number, short enough to follow a change.
const WINDOW = 10_000;

export class Rate {
  #samples = [];

  /** @param {number} finished number of finished jobs so far */
  add(finished, now) {
    // A retried job is no longer finished, so the count can fall. Start over from there.
    if (this.#samples.length > 0 && finished < this.#samples.at(-1).finished) this.#samples = [];
    this.#samples.push({ finished, now });
    while (this.#samples.length > 2 && this.#samples[1].now < now - WINDOW) this.#samples.shift();
  }

  /** Jobs per second, or 0 while it is unknown. */
  at(now) {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last.finished === first.finished || last.now < now - WINDOW) return 0;
    return (last.finished - first.finished) / ((now - first.now) / 1000);
  }

  /** Milliseconds until this many jobs finish, or null while it is unknown. */
  timeFor(jobs, now) {
    const rate = this.at(now);
    return rate > 0 && jobs > 0 ? (jobs / rate) * 1000 : null;
  }
}
