import { api } from './api.js';
import { eventParser } from './event-parser.js';

// One stream of all events. It is read with fetch because EventSource gives up on a response such as 503, and then
// can't resume where it stopped.

const MIN_PAUSE = 500;
const MAX_PAUSE = 10_000;

// The gateway sends something at least every 15 seconds, so a stream that is silent for longer is dead.
const SILENCE_TIMEOUT = 40_000;

// Polling interval while the stream is down, which is permanent behind a proxy that cuts streams.
const POLL_INTERVAL = 3000;

/** Emits snapshot, counts, job, and progress (the data of the gateway's events), and state ('live' | 'polling'). */
export class LiveEvents extends EventTarget {
  #lastId = null;
  #stream = null;
  #pause = MIN_PAUSE;
  #state = '';

  start() {
    // A browser allows six connections per host, so hidden tabs release theirs.
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.#stream === null) this.#run();
      else if (document.hidden) this.#stream?.abort();
    });
    if (!document.hidden) this.#run();
  }

  async #run() {
    const stream = new AbortController();
    this.#stream = stream;
    while (!stream.signal.aborted) {
      try {
        await this.#read(stream.signal);
      } catch {
        // Any error is handled by the next attempt.
      }

      if (stream.signal.aborted) break;
      this.#enter('polling');
      await this.#pollUntilRetry(stream.signal);
    }

    if (this.#stream === stream) this.#stream = null;
    if (!document.hidden && this.#stream === null) this.#run();
  }

  async #read(outer) {
    const own = new AbortController();
    const signal = AbortSignal.any([outer, own.signal]);
    let timer = setTimeout(() => own.abort(), SILENCE_TIMEOUT);
    try {
      const headers = this.#lastId === null ? {} : { 'Last-Event-ID': this.#lastId };
      const response = await fetch('/events', { signal, headers, cache: 'no-store' });
      if (!response.ok || !response.headers.get('Content-Type')?.startsWith('text/event-stream')) return;

      const parse = eventParser((event) => this.#receive(event));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      this.#enter('live');
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        this.#pause = MIN_PAUSE;
        clearTimeout(timer);
        timer = setTimeout(() => own.abort(), SILENCE_TIMEOUT);
        parse(value);
      }
    } finally {
      clearTimeout(timer);
      own.abort();
    }
  }

  #receive({ id, name, data }) {
    if (id !== undefined) this.#lastId = id;
    this.#emit(name, JSON.parse(data));
  }

  /** Polls until it is time to open the stream again. */
  async #pollUntilRetry(signal) {
    const until = performance.now() + this.#pause;
    this.#pause = Math.min(this.#pause * 2, MAX_PAUSE);
    do {
      await this.#poll().catch(() => {});
      const left = until - performance.now();
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(left, POLL_INTERVAL)));
    } while (performance.now() < until && !signal.aborted);
  }

  async #poll() {
    const { items } = await api.jobs({ limit: 200 });
    for (const job of items) this.#emit('job', job);
    this.#emit('counts', { counts: (await api.status()).counts });
  }

  #enter(state) {
    if (this.#state === state) return;
    this.#state = state;
    this.#emit('state', state);
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
