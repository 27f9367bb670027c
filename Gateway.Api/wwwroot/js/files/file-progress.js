import { resultUrl } from '../api.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { firstRows } from './first-rows.js';
import { rowTable } from './row-table.js';

const FORMATS = ['xlsx', 'csv', 'json'];
const SHOWN_ROWS = 8;

/** The progress of a file's rows, with its result to download and the first rows of it. */
export class FileProgress {
  #host;
  #shown = '';
  #results = el('div');
  #resultsOf = '';

  constructor(host) {
    this.#host = host;
  }

  /** Shows the gateway's view of a submission; hides if the submission has no file. */
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
    const bar = el('div.bar-fill');
    bar.style.transform = `scaleX(${finishedOf(file) / Math.max(1, file.rows)})`;
    const links = FORMATS.map((format) => el(
      'a.button', { href: urlOf(submission, format, done), download: '' }, t('file.download', format),
    ));
    this.#host.replaceChildren(
      el('h3', {}, file.name ?? t('file.untitled')),
      el('p.numbers', {}, t('file.progress', file.done, file.failed, file.rows)),
      el('div.bar', {}, bar),
      el('div.buttons', {}, finishedOf(file) > 0 ? links : []),
      done || file.done === 0 ? '' : el('p.muted', {}, t('file.partial')),
      this.#results,
      ...(file.attributions ?? []).map((attribution) => el('p.muted', {}, attribution)),
    );
  }

  /** Loads the first rows twice: when there are some, and when the file is done. */
  async #fillResults(submission, file, done) {
    const wanted = `${submission} ${done ? 'whole' : 'partial'}`;
    if (finishedOf(file) === 0 || this.#resultsOf === wanted) return;
    this.#resultsOf = wanted;
    const found = await firstRows(urlOf(submission, 'json', done), SHOWN_ROWS).catch(() => null);
    if (found === null || this.#resultsOf !== wanted) return;
    this.#results.replaceChildren(rowTable(t('file.results'), found.columns, found.rows));
  }
}

const finishedOf = (file) => file.done + file.failed;

const urlOf = (submission, format, done) => resultUrl(submission, { format, partial: done ? undefined : true });
