import { thumbnailAddress } from '../api.js';
import { el, find, set, text } from '../dom.js';
import { explain } from '../failures.js';
import { bytes, length, percent, span, time } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { stageName } from './stages.js';
import { isOver } from './states.js';

/** The chip of a state: shape, word and colour say the same. */
export function stateChip(state) {
  return el('span.chip', { 'data-state': state }, icon(state), el('span', {}, t(`state.${state}`)));
}

/** An empty row; `on` has the actions of its buttons. */
export function makeRow(id, on) {
  const button = (action, symbol) => el(
    'button.plain', { type: 'button', tabIndex: -1, hidden: true, 'data-action': action, onclick: () => on[action](id) }, icon(symbol),
  );
  return el(
    'div.job', { role: 'row', 'data-id': id, tabIndex: -1, onclick: (event) => event.target.closest('button') ?? on.open(id), onkeydown: (event) => keys(event, id, on) },
    el('div.job-picture', { role: 'gridcell', 'aria-hidden': 'true' }),
    el('div.job-what', { role: 'gridcell' }, el('p.job-title'), el('p.job-note'), el('div.bar', { hidden: true }, el('div.bar-fill'))),
    el('div.job-state', { role: 'gridcell' }),
    el('div.job-when.numbers', { role: 'gridcell' }),
    el('div.job-actions', { role: 'gridcell' }, button('retry', 'retry'), button('cancel', 'close')),
  );
}

function keys(event, id, on) {
  if (event.target !== event.currentTarget) return;
  if (event.key === 'Enter' || event.key === ' ') on.open(id);
  else if (event.key === 'r') on.retry(id);
  else if (event.key === 'c') on.cancel(id);
  else return;
  event.preventDefault();
}

const KINDS = { rows: 'kind.rows', 'link-rows': 'kind.rows', webhook: 'kind.webhook' };

/** What a job is about; of a kind that is new to the page, its own name and key. */
export function titleOf(job) {
  const link = job.link?.replace(/^https:\/\/www\./, '') ?? job.videoId ?? (job.kind === 'list' ? `youtube.com${job.key}` : undefined);
  return job.result?.title ?? link ?? (job.kind in KINDS ? t(KINDS[job.kind], job.key) : `${job.kind} ${job.key}`);
}

/** Whether the row can say what the job is about only once the job was asked for. */
export const wantsDetails = (job) => job.state === 'Succeeded' && job.result === undefined;

export function fillRow(row, job) {
  const title = titleOf(job);
  text(find('.job-title', row), title);
  text(find('.job-note', row), noteOf(job));
  row.dataset.state = job.state;

  const state = find('.job-state', row);
  if (state.dataset.shown !== job.state) {
    state.dataset.shown = job.state;
    state.replaceChildren(stateChip(job.state));
  }

  text(find('.job-when', row), whenOf(job));
  fillBar(row, job);
  fillAction(find('[data-action="retry"]', row), job.state === 'Failed' || job.state === 'Cancelled', t('retry.one', title));
  fillAction(find('[data-action="cancel"]', row), !isOver(job.state), t('cancel.one', title));
}

function fillAction(button, isThere, label) {
  button.hidden = !isThere;
  if (button.title !== label) set(button, { title: label, 'aria-label': label });
}

function fillBar(row, job) {
  const bar = find('.bar', row);
  const fraction = job.progress?.fraction;
  bar.hidden = typeof fraction !== 'number';
  if (!bar.hidden) find('.bar-fill', row).style.transform = `scaleX(${fraction})`;
}

/** Pictures are asked for once the scrolling rests. */
export function fillPicture(row, job) {
  const place = find('.job-picture', row);
  if (job.videoId === undefined) {
    if (place.firstChild === null) place.append(icon(job.kind === 'list' ? 'list' : KINDS[job.kind] === 'kind.rows' ? 'table' : job.kind === 'webhook' ? 'open' : 'file'));
    return;
  }

  const wanted = job.state === 'Succeeded' ? job.videoId : '';
  if ((place.dataset.shown ?? '') === wanted) return;
  place.dataset.shown = wanted;
  place.replaceChildren();
  if (wanted === '') return;
  const image = el('img', { alt: '', width: 80, height: 45, onerror: () => image.remove(), src: thumbnailAddress(wanted) });
  place.append(image);
}

function noteOf(job) {
  if (job.progress !== undefined) return progressOf(job.progress);
  if (job.failure !== undefined && job.state !== 'Succeeded') return explain(job.failure).what;
  if (job.kind === 'list' && job.result !== undefined) return t('list.found', job.result.videos, job.result.added);
  if (job.result?.title !== undefined) {
    const { author, durationSeconds, artifacts = [] } = job.result;
    return [author, durationSeconds === undefined ? null : length(durationSeconds), artifacts.join(', ')].filter(Boolean).join(' · ');
  }

  return job.state === 'Succeeded' && job.videoId === undefined ? '' : t(`state.${job.state}.note`);
}

function progressOf({ stage, fraction, bytes: done, totalBytes }) {
  const amount = done === undefined ? null : totalBytes === undefined ? bytes(done) : t('of', bytes(done), bytes(totalBytes));
  return [stageName(stage), typeof fraction === 'number' ? percent(fraction) : null, amount].filter(Boolean).join(' · ');
}

function whenOf(job) {
  const now = Date.now();
  switch (job.state) {
    case 'Running': {
      const seconds = Math.floor((now - Date.parse(job.startedAt)) / 1000);
      return seconds > 0 ? span(seconds * 1000) : '';
    }
    case 'Retrying': {
      const left = Date.parse(job.dueAt) - now;
      return left > 0 ? t('retry.in', span(Math.ceil(left / 1000) * 1000)) : t('retry.soon');
    }
    case 'Succeeded':
    case 'Failed':
    case 'Cancelled':
      return job.finishedAt === undefined ? '' : time(job.finishedAt);
    default:
      return '';
  }
}
