import { el, find, text } from '../dom.js';
import { number, span, time } from '../format.js';
import { t } from '../i18n.js';

/** Who does the work: how many in the strip, each of them in the view. */
export class Workers {
  #rows = find('#worker-rows');

  show({ workers, lag }, isWhole) {
    text(find('#workers'), number(workers.count));
    find('#workers').closest('.gauge').classList.toggle('is-wrong', workers.count === 0);
    find('#lag').closest('.gauge').hidden = lag === undefined;
    if (lag !== undefined) text(find('#lag'), number(lag));
    if (!isWhole) return;
    find('#workers-empty').hidden = workers.count > 0;
    find('#worker-table').hidden = workers.count === 0;
    this.#rows.replaceChildren(...workers.items.map(row));
  }
}

function row(worker) {
  return el(
    'tr', {},
    el('th', { scope: 'row' }, worker.name),
    el('td.numbers', {}, number(worker.inFlight), el('span.muted.second-line', {}, t('worker.limits', worker.maxInFlight, worker.maxDownloads))),
    el('td.numbers', {}, worker.lag === undefined ? '' : number(worker.lag)),
    el('td.numbers', {}, worker.partitions === undefined ? t('worker.no.partitions') : worker.partitions.map(({ topic, numbers }) => el(
      'span.topic', {}, topic, ' ', el('span.muted', {}, ranges(numbers)),
    ))),
    el('td.numbers', {}, span(Math.max(0, Date.now() - Date.parse(worker.startedAt))), el('span.muted.second-line', {}, t('worker.heartbeat', time(worker.seenAt)))),
  );
}

/** 0, 1, 2, 5 reads as 0–2, 5. Pure. */
export function ranges(numbers) {
  const parts = [];
  for (const value of numbers) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === value - 1) last[1] = value;
    else parts.push([value, value]);
  }

  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
