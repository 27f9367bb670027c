// How fast jobs end. Pure: told the time, it asks no clock.

// Long enough to be calm, short enough to follow a change.
const WINDOW = 10_000;

export class Rate {
  #samples = [];

  /** @param {number} ended how many jobs have ended so far. */
  add(ended, now) {
    // Retried jobs are no longer ended: count anew from there.
    if (this.#samples.length > 0 && ended < this.#samples.at(-1).ended) this.#samples = [];
    this.#samples.push({ ended, now });
    while (this.#samples.length > 2 && this.#samples[1].now < now - WINDOW) this.#samples.shift();
  }

  /** Jobs a second, or 0 while nothing is known. */
  at(now) {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last.ended === first.ended || last.now < now - WINDOW) return 0;
    return (last.ended - first.ended) / ((now - first.now) / 1000);
  }

  /** Milliseconds until so many jobs have ended, or null when that can't be told. */
  timeFor(jobs, now) {
    const rate = this.at(now);
    return rate > 0 && jobs > 0 ? (jobs / rate) * 1000 : null;
  }
}
