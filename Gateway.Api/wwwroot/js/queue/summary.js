import { el, set, text } from '../dom.js';
import { number, percent, span } from '../format.js';
import { t } from '../i18n.js';
import { Rate } from './rate.js';
import { openOf } from './states.js';

const PARTS = ['succeeded', 'failed', 'cancelled', 'running', 'retrying'];

/** How far all the jobs are: a bar of their states, the rate, the time that is left. */
export class Summary {
  #rate = new Rate();
  #counts = null;
  #said = el('p.summary-text.numbers');
  #bar = el('div.stack', { role: 'img' }, PARTS.map((part) => el('div', { 'data-part': part })));

  constructor(host) {
    host.append(this.#bar, this.#said);
  }

  counted(counts) {
    this.#counts = counts;
    this.#rate.add(endedOf(counts), performance.now());
    for (const part of this.#bar.children) part.style.width = `${(100 * counts[part.dataset.part]) / Math.max(1, counts.total)}%`;
    this.tick();
  }

  tick() {
    if (this.#counts === null) return;
    const open = openOf(this.#counts);
    const ended = endedOf(this.#counts);
    const parts = [t('summary.finished', number(ended), number(this.#counts.total))];
    if (open > 0) {
      parts.push(percent(ended / this.#counts.total));
      const now = performance.now();
      const rate = this.#rate.at(now);
      if (rate > 0) parts.push(t('rate', number(Number(rate.toPrecision(2)))));
      const left = this.#rate.timeFor(open, now);
      if (left !== null) parts.push(t('left', span(Math.ceil(left / 1000) * 1000)));
    }

    const said = this.#counts.total === 0 ? '' : parts.join(' · ');
    text(this.#said, said);
    set(this.#bar, { 'aria-label': said || t('queue'), hidden: this.#counts.total === 0 });
  }
}

const endedOf = (counts) => counts.succeeded + counts.failed + counts.cancelled;
