import { svg } from '../dom.js';
import { number } from '../format.js';
import { t } from '../i18n.js';

// Five minutes, with a point every two seconds.
const POINTS = 150;
const STEP = 2000;
const [WIDTH, HEIGHT] = [150, 28];

/** A chart of jobs per second over the last minutes, since the page was opened. */
export class Sparkline {
  #points = [];
  #finished = null;
  #finishedAtStep = null;
  #lastStep = 0;
  #area = svg('path', { class: 'spark-area' });
  #line = svg('path', { class: 'spark-line' });

  constructor(host) {
    const attributes = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' };
    host.append(svg('svg', attributes, this.#area, this.#line));
    this.#draw();
  }

  add(finished) {
    this.#finished = finished;
    this.#finishedAtStep ??= finished;
  }

  /** Adds a point when it is due. Returns the current rate as text. */
  tick(now = performance.now()) {
    if (this.#finished !== null && now - this.#lastStep >= STEP) {
      const seconds = (now - this.#lastStep) / 1000;
      this.#points.push(this.#lastStep === 0 ? 0 : Math.max(0, (this.#finished - this.#finishedAtStep) / seconds));
      if (this.#points.length > POINTS) this.#points.shift();
      this.#finishedAtStep = this.#finished;
      this.#lastStep = now;
      this.#draw();
    }

    const last = this.#points.slice(-3);
    const mean = last.length === 0 ? 0 : last.reduce((sum, value) => sum + value, 0) / last.length;
    return t('rate', number(Number(mean.toPrecision(2))));
  }

  #draw() {
    // The time before the page was opened is unknown and drawn as zero.
    const points = [...Array(POINTS - this.#points.length).fill(0), ...this.#points];
    const top = Math.max(1, ...points);
    const x = (index) => (index * WIDTH) / (POINTS - 1);
    const y = (value) => HEIGHT - 1 - (value / top) * (HEIGHT - 3);
    const line = `M${points.map((value, index) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join('L')}`;
    this.#line.setAttribute('d', line);
    this.#area.setAttribute('d', `${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`);
  }
}
