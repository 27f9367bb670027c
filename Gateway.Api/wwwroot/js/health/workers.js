import { el, find, text } from '../dom.js';
import { number, span, time } from '../format.js';
import { t } from '../i18n.js';

/** The number of workers in the status strip, and the table of workers in the health view. */
export class Workers {
  #rows = find('#worker-rows');

  show({ workers, lag }, hasTable) {
    text(find('#workers'), number(workers.count));
    find('#workers').closest('.gauge').classList.toggle('is-wrong', workers.count === 0);
    find('#lag').closest('.gauge').hidden = lag === undefined;
    if (lag !== undefined) text(find('#lag'), number(lag));
    if (!hasTable) return;
    find('#workers-empty').hidden = workers.count > 0;
    find('#worker-table').hidden = workers.count === 0;
    this.#rows.replaceChildren(...workers.items.map(row));
  }
}

function row(worker) {
  const secondLine = (words) => el('span.muted.second-line', {}, words);
  const uptime = span(Math.max(0, Date.now() - Date.parse(worker.startedAt)));
  return el(
    'tr', {},
    el('th', { scope: 'row' }, worker.name),
    el(
      'td.numbers', {}, number(worker.inFlight),
      secondLine(t('worker.limits', worker.maxInFlight, worker.maxDownloads)),
    ),
    el('td.numbers', {}, worker.lag === undefined ? '' : number(worker.lag)),
    el('td.numbers', {}, partitionsOf(worker)),
    el('td.numbers', {}, uptime, secondLine(t('worker.heartbeat', time(worker.seenAt)))),
  );
}

function partitionsOf({ partitions }) {
  if (partitions === undefined) return t('worker.no.partitions');
  return partitions.map(({ topic, numbers }) =>
    el('span.topic', {}, topic, ' ', el('span.muted', {}, ranges(numbers))));
}

/** Joins consecutive numbers: 0, 1, 2, 5 becomes 0–2, 5. Pure. */
export function ranges(numbers) {
  const parts = [];
  for (const value of numbers) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === value - 1) last[1] = value;
    else parts.push([value, value]);
  }

  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
