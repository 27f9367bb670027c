import { el } from '../dom.js';
import { tableHead } from '../elements.js';
import { seconds, span, time } from '../format.js';
import { t } from '../i18n.js';
import { stageName } from './stages.js';

/**
 * The steps of a job as { kind, name, from, to, result }: the waits between its timestamps, and the stages of the
 * latest attempt. Pure.
 */
export function stepsOf(job, now) {
  const at = (stamp) => (stamp === undefined ? undefined : Date.parse(stamp));
  const [accepted, queued, started, finished] = [job.acceptedAt, job.queuedAt, job.startedAt, job.finishedAt].map(at);
  const published = Math.min(queued ?? started ?? finished ?? now, started ?? Infinity);
  const steps = [{ kind: 'accepted', from: accepted, to: published }];
  if (queued !== undefined) {
    steps.push({ kind: 'queued', from: queued, to: Math.max(queued, started ?? finished ?? now) });
  }

  for (const stage of job.stages ?? []) {
    const { name, result } = stage;
    const from = Date.parse(stage.startedAt);
    steps.push({ kind: 'stage', name, from, to: from + seconds(stage.duration) * 1000, result });
  }

  if (job.state === 'Running') steps.push({ kind: 'running', from: started, to: now });
  if (job.state === 'Retrying') {
    steps.push({ kind: 'retrying', from: at(job.updatedAt), to: Math.max(now, at(job.dueAt)) });
  }

  return steps.filter((step) => step.from !== undefined && step.to >= step.from);
}

/** A table that is also a chart: each row has a bar on one time scale. */
export function timeline(job) {
  const steps = stepsOf(job, Date.now());
  const start = Math.min(...steps.map((step) => step.from));
  const total = Math.max(1, Math.max(...steps.map((step) => step.to)) - start);

  return el(
    'table.timeline', {},
    el('caption', {}, t('timeline.caption', span(total), time(job.acceptedAt))),
    tableHead(['timeline.step', 'timeline.when', 'timeline.duration']),
    el('tbody', {}, steps.map((step) => row(step, start, total))),
  );
}

function row(step, start, total) {
  const isOk = step.result === undefined || step.result === 'ok';
  const bar = el('div.timeline-bar', { 'data-step': step.kind, 'data-ok': String(isOk) });
  bar.style.setProperty('--from', (step.from - start) / total);
  bar.style.setProperty('--share', (step.to - step.from) / total);
  const name = step.kind === 'stage' ? stageName(step.name) : t(`timeline.${step.kind}`);
  const after = el('span.visually-hidden', {}, t('timeline.after', span(step.from - start)));
  return el(
    'tr', {},
    el('th', { scope: 'row' }, name, isOk ? null : el('span.timeline-result', {}, step.result)),
    el('td.timeline-track', {}, bar, after),
    el('td.numbers', {}, span(step.to - step.from)),
  );
}
