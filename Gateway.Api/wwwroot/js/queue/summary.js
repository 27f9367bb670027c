import { el, set, text } from '../dom.js';
import { number, percent, span } from '../format.js';
import { t } from '../i18n.js';
import { Rate } from './rate.js';
import { finishedOf, openOf } from './states.js';

const PARTS = ['succeeded', 'failed', 'cancelled', 'running', 'retrying'];

/** The progress of all jobs: a bar of their states, the rate, and the time left. */
export class Summary {
  #rate = new Rate();
  #counts = null;
  #text = el('p.summary-text.numbers');
  #bar = el('div.stack', { role: 'img' }, PARTS.map((part) => el('div', { 'data-part': part })));

  constructor(host) {
    host.append(this.#bar, this.#text);
  }

  setCounts(counts) {
    this.#counts = counts;
    this.#rate.add(finishedOf(counts), performance.now());
    for (const part of this.#bar.children) {
      part.style.width = `${(100 * counts[part.dataset.part]) / Math.max(1, counts.total)}%`;
    }

    this.refresh();
  }

  refresh() {
    if (this.#counts === null) return;
    const open = openOf(this.#counts);
    const finished = finishedOf(this.#counts);
    const parts = [t('summary.finished', number(finished), number(this.#counts.total))];
    if (open > 0) {
      parts.push(percent(finished / this.#counts.total));
      const now = performance.now();
      const rate = this.#rate.at(now);
      if (rate > 0) parts.push(t('rate', number(Number(rate.toPrecision(2)))));
      const left = this.#rate.timeFor(open, now);
      if (left !== null) parts.push(t('left', span(Math.ceil(left / 1000) * 1000)));
    }

    const summary = this.#counts.total === 0 ? '' : parts.join(' · ');
    text(this.#text, summary);
    set(this.#bar, { 'aria-label': summary || t('queue'), hidden: this.#counts.total === 0 });
  }
}
