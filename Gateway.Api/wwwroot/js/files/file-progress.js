import { resultAddress } from '../api.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { firstRows } from './first-rows.js';
import { table } from './table.js';

const FORMATS = ['xlsx', 'csv', 'json'];
const SHOWN_ROWS = 8;

/** How far the rows of a file are, its result to download, and the first rows of it. */
export class FileProgress {
  #host;
  #shown = '';
  #results = el('div');
  #resultsOf = '';

  constructor(host) {
    this.#host = host;
  }

  /** @param {string | undefined} submission and what the gateway says of it; without a file nothing is shown. */
  show(submission, { file, done }) {
    this.#host.hidden = file === undefined;
    if (file === undefined) return;

    const state = JSON.stringify([submission, file, done]);
    if (state === this.#shown) return;
    this.#shown = state;
    this.#draw(submission, file, done);
    this.#fillResults(submission, file, done);
  }

  #draw(submission, file, done) {
    const fill = el('div.bar-fill');
    fill.style.transform = `scaleX(${(file.done + file.failed) / Math.max(1, file.rows)})`;
    const links = FORMATS.map((format) => el(
      'a.button', { href: resultAddress(submission, { format, partial: done ? undefined : true }), download: '' }, t('file.download', format),
    ));
    this.#host.replaceChildren(
      el('h3', {}, file.name ?? t('file.untitled')),
      el('p.numbers', {}, t('file.progress', file.done, file.failed, file.rows)),
      el('div.bar', {}, fill),
      el('div.buttons', {}, file.done + file.failed > 0 ? links : []),
      done || file.done === 0 ? '' : el('p.muted', {}, t('file.partial')),
      this.#results,
      ...(file.attributions ?? []).map((words) => el('p.muted', {}, words)),
    );
  }

  /** Once when there is something, and once more at the end. */
  async #fillResults(submission, file, done) {
    const wanted = `${submission} ${done ? 'whole' : 'part'}`;
    if (file.done + file.failed === 0 || this.#resultsOf === wanted) return;
    this.#resultsOf = wanted;
    const found = await firstRows(resultAddress(submission, { format: 'json', partial: done ? undefined : true }), SHOWN_ROWS).catch(() => null);
    if (found !== null && this.#resultsOf === wanted) this.#results.replaceChildren(table(t('file.results'), found.columns, found.rows));
  }
}
