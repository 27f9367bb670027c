import { svg } from '../dom.js';
import { number } from '../format.js';
import { t } from '../i18n.js';

// Five minutes, a point for every two seconds.
const POINTS = 150;
const STEP = 2000;
const [WIDTH, HEIGHT] = [150, 28];

/** Jobs a second over the last minutes, since the page was opened. */
export class Sparkline {
  #points = [];
  #ended = null;
  #atStep = null;
  #stepped = 0;
  #area = svg('path', { class: 'spark-area' });
  #line = svg('path', { class: 'spark-line' });

  constructor(host) {
    host.append(svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, this.#area, this.#line));
    this.#draw();
  }

  add(ended) {
    this.#ended = ended;
    this.#atStep ??= ended;
  }

  /** Adds a point when it is time; what is going on now, in words. */
  tick(now = performance.now()) {
    if (this.#ended !== null && now - this.#stepped >= STEP) {
      const rate = this.#stepped === 0 ? 0 : Math.max(0, (this.#ended - this.#atStep) / ((now - this.#stepped) / 1000));
      this.#points.push(rate);
      if (this.#points.length > POINTS) this.#points.shift();
      this.#atStep = this.#ended;
      this.#stepped = now;
      this.#draw();
    }

    const last = this.#points.slice(-3);
    const mean = last.length === 0 ? 0 : last.reduce((sum, value) => sum + value, 0) / last.length;
    return t('rate', number(Number(mean.toPrecision(2))));
  }

  #draw() {
    // What was before the page was opened is not known, and drawn as nothing going on.
    const points = [...Array(POINTS - this.#points.length).fill(0), ...this.#points];
    const top = Math.max(1, ...points);
    const x = (place) => (place * WIDTH) / (POINTS - 1);
    const y = (value) => HEIGHT - 1 - (value / top) * (HEIGHT - 3);
    const line = points.map((value, place) => `${place === 0 ? 'M' : 'L'}${x(place).toFixed(1)} ${y(value).toFixed(1)}`).join('');
    this.#line.setAttribute('d', line);
    this.#area.setAttribute('d', `${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`);
  }
}
