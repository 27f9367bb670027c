import { el } from '../dom.js';
import { seconds, span, time } from '../format.js';
import { t } from '../i18n.js';
import { stageName } from './stages.js';

/** The steps of a job as { what, from, to, result }: the waits between its stamps, and what was done in the latest attempt. Pure. */
export function stepsOf(job, now) {
  const at = (stamp) => (stamp === undefined ? undefined : Date.parse(stamp));
  const [accepted, queued, started, finished] = [job.acceptedAt, job.queuedAt, job.startedAt, job.finishedAt].map(at);
  const steps = [{ what: 'accepted', from: accepted, to: Math.min(queued ?? started ?? finished ?? now, started ?? Infinity) }];
  if (queued !== undefined) steps.push({ what: 'queued', from: queued, to: Math.max(queued, started ?? finished ?? now) });
  for (const stage of job.stages ?? []) {
    const from = Date.parse(stage.startedAt);
    steps.push({ what: 'stage', name: stage.name, from, to: from + seconds(stage.duration) * 1000, result: stage.result });
  }

  if (job.state === 'Running') steps.push({ what: 'running', from: started, to: now });
  if (job.state === 'Retrying') steps.push({ what: 'retrying', from: at(job.updatedAt), to: Math.max(now, at(job.dueAt)) });
  return steps.filter((step) => step.from !== undefined && step.to >= step.from);
}

/** A table that is a chart as well: each row has its bar, on one scale of time. */
export function timeline(job) {
  const steps = stepsOf(job, Date.now());
  const begin = Math.min(...steps.map((step) => step.from));
  const whole = Math.max(1, Math.max(...steps.map((step) => step.to)) - begin);

  return el(
    'table.timeline', {},
    el('caption', {}, t('timeline.caption', span(whole), time(job.acceptedAt))),
    el('thead', {}, el('tr', {}, ['timeline.step', 'timeline.when', 'timeline.duration'].map((name) => el('th', { scope: 'col' }, t(name))))),
    el('tbody', {}, steps.map((step) => row(step, begin, whole))),
  );
}

function row(step, begin, whole) {
  const bar = el('div.timeline-bar', { 'data-step': step.what, 'data-ok': String(step.result === undefined || step.result === 'ok') });
  bar.style.setProperty('--from', (step.from - begin) / whole);
  bar.style.setProperty('--share', (step.to - step.from) / whole);
  const name = step.what === 'stage' ? stageName(step.name) : t(`timeline.${step.what}`);
  const result = step.result !== undefined && step.result !== 'ok' ? el('span.timeline-result', {}, step.result) : null;
  return el(
    'tr', {},
    el('th', { scope: 'row' }, name, result),
    el('td.timeline-track', {}, bar, el('span.unseen', {}, t('timeline.after', span(step.from - begin)))),
    el('td.numbers', {}, span(step.to - step.from)),
  );
}
