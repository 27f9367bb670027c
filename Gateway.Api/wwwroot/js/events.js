import { api } from './api.js';
import { eventParser } from './event-parser.js';

// One stream of everything that happens. It is read with fetch rather than EventSource, which gives up on an answer
// like 503, and cannot resume where an earlier one was once it has.

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

// The gateway says something at least every 15 seconds; a stream that is silent for longer is dead.
const SILENCE = 40_000;

// While the stream is down the page asks; so this is what someone behind a proxy that cuts streams sees.
const POLL = 3000;

/** Emits: snapshot, counts, job, progress (data of the gateway's events), state ('live' | 'polling'). */
export class LiveEvents extends EventTarget {
  #lastId = null;
  #stream = null;
  #pause = SHORTEST_PAUSE;
  #state = '';

  start() {
    // A browser has six connections to a host; tabs that nobody sees give theirs back.
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
        // Whatever it was, the next turn tries again.
      }

      if (stream.signal.aborted) break;
      this.#enter('polling');
      await this.#poll(stream.signal);
    }

    if (this.#stream === stream) this.#stream = null;
    if (!document.hidden && this.#stream === null) this.#run();
  }

  async #read(outer) {
    const own = new AbortController();
    const signal = AbortSignal.any([outer, own.signal]);
    let silence = setTimeout(() => own.abort(), SILENCE);
    try {
      const headers = this.#lastId === null ? {} : { 'Last-Event-ID': this.#lastId };
      const response = await fetch('/events', { signal, headers, cache: 'no-store' });
      if (!response.ok || !response.headers.get('Content-Type')?.startsWith('text/event-stream')) return;

      const parse = eventParser((event) => this.#take(event));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      this.#enter('live');
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        this.#pause = SHORTEST_PAUSE;
        clearTimeout(silence);
        silence = setTimeout(() => own.abort(), SILENCE);
        parse(value);
      }
    } finally {
      clearTimeout(silence);
      own.abort();
    }
  }

  #take({ id, name, data }) {
    if (id !== undefined) this.#lastId = id;
    this.#emit(name, JSON.parse(data));
  }

  /** Waits before the stream is tried again, and asks meanwhile. */
  async #poll(signal) {
    const until = performance.now() + this.#pause;
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    do {
      await this.#ask().catch(() => {});
      const left = until - performance.now();
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(left, POLL)));
    } while (performance.now() < until && !signal.aborted);
  }

  async #ask() {
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
