import { thumbnailUrl } from '../api.js';
import { el, find, set, text } from '../dom.js';
import { explain } from '../failures.js';
import { bytes, length, percent, span, time } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { stageName } from './stages.js';
import { isOver } from './states.js';

/** The chip of a state. States differ by shape, word, and color. */
export function stateChip(state) {
  return el('span.chip', { 'data-state': state }, icon(state), el('span', {}, t(`state.${state}`)));
}

/** Creates an empty row; `on` has the actions of the row and its buttons. */
export function makeRow(id, on) {
  const button = (action, symbol) => el(
    'button.plain',
    { type: 'button', tabIndex: -1, hidden: true, 'data-action': action, onclick: () => on[action](id) }, icon(symbol),
  );
  const onclick = (event) => event.target.closest('button') ?? on.open(id);
  return el(
    'div.job', { role: 'row', 'data-id': id, tabIndex: -1, onclick, onkeydown: (event) => onKey(event, id, on) },
    el('div.job-thumbnail', { role: 'gridcell', 'aria-hidden': 'true' }),
    el(
      'div.job-text', { role: 'gridcell' },
      el('p.job-title'), el('p.job-note'), el('div.bar', { hidden: true }, el('div.bar-fill')),
    ),
    el('div.job-state', { role: 'gridcell' }),
    el('div.job-time.numbers', { role: 'gridcell' }),
    el('div.job-actions', { role: 'gridcell' }, button('retry', 'retry'), button('cancel', 'close')),
  );
}

function onKey(event, id, on) {
  if (event.target !== event.currentTarget) return;
  if (event.key === 'Enter' || event.key === ' ') on.open(id);
  else if (event.key === 'r') on.retry(id);
  else if (event.key === 'c') on.cancel(id);
  else return;
  event.preventDefault();
}

// Titles and icons of jobs without a link or a video.
const KINDS = {
  rows: { title: 'kind.rows', icon: 'table' },
  'link-rows': { title: 'kind.rows', icon: 'table' },
  webhook: { title: 'kind.webhook', icon: 'open' },
};

/** The title of a job. A kind that the page doesn't know shows its own name and key. */
export function titleOf(job) {
  const address = job.kind === 'list' ? `youtube.com${job.key}` : undefined;
  const link = job.link?.replace(/^https:\/\/www\./, '') ?? job.videoId ?? address;
  const kind = job.kind in KINDS ? t(KINDS[job.kind].title, job.key) : `${job.kind} ${job.key}`;
  return job.result?.title ?? link ?? kind;
}

/** Checks whether the row needs the whole job to show its title. */
export const needsDetails = (job) => job.state === 'Succeeded' && job.result === undefined;

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

  text(find('.job-time', row), timeOf(job));
  fillBar(row, job);
  fillAction(row, 'retry', job.state === 'Failed' || job.state === 'Cancelled', title);
  fillAction(row, 'cancel', !isOver(job.state), title);
}

function fillAction(row, action, isPossible, title) {
  const button = find(`[data-action="${action}"]`, row);
  const label = t(`${action}.one`, title);
  button.hidden = !isPossible;
  if (button.title !== label) set(button, { title: label, 'aria-label': label });
}

function fillBar(row, job) {
  const bar = find('.bar', row);
  const fraction = job.progress?.fraction;
  bar.hidden = typeof fraction !== 'number';
  if (!bar.hidden) find('.bar-fill', row).style.transform = `scaleX(${fraction})`;
}

/** Fills in the thumbnail. Called only when scrolling pauses, so rows that are scrolled past request none. */
export function fillThumbnail(row, job) {
  const host = find('.job-thumbnail', row);
  if (job.videoId === undefined) {
    if (host.firstChild === null) host.append(icon(job.kind === 'list' ? 'list' : KINDS[job.kind]?.icon ?? 'file'));
    return;
  }

  const wanted = job.state === 'Succeeded' ? job.videoId : '';
  if ((host.dataset.shown ?? '') === wanted) return;
  host.dataset.shown = wanted;
  host.replaceChildren();
  if (wanted === '') return;
  const image = el('img', { alt: '', width: 80, height: 45, onerror: () => image.remove(), src: thumbnailUrl(wanted) });
  host.append(image);
}

function noteOf(job) {
  if (job.progress !== undefined) return progressOf(job.progress);
  if (job.failure !== undefined && job.state !== 'Succeeded') return explain(job.failure).summary;
  if (job.kind === 'list' && job.result !== undefined) return t('list.found', job.result.videos, job.result.added);
  if (job.result?.title !== undefined) {
    const { author, durationSeconds, artifacts = [] } = job.result;
    const duration = durationSeconds === undefined ? null : length(durationSeconds);
    return [author, duration, artifacts.join(', ')].filter(Boolean).join(' · ');
  }

  return job.state === 'Succeeded' && job.videoId === undefined ? '' : t(`state.${job.state}.note`);
}

function progressOf({ stage, fraction, bytes: done, totalBytes }) {
  const amount = done === undefined ? null
    : totalBytes === undefined ? bytes(done) : t('of', bytes(done), bytes(totalBytes));
  const share = typeof fraction === 'number' ? percent(fraction) : null;
  return [stageName(stage), share, amount].filter(Boolean).join(' · ');
}

function timeOf(job) {
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
