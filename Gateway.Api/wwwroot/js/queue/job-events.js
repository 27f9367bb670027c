import { isOver } from './states.js';

// A job reaches the page whole (from the API's lists) and in part (from events). Pure.

const stampOf = (update) => Date.parse(update.updatedAt ?? update.at ?? update.acceptedAt ?? 0);

/** Checks whether a newer update overtook this one. */
export const isOutdated = (update, known) => stampOf(update) < known.stamp;

/** Combines the known job, if any, with an update. */
export function merge(known, update) {
  const isWhole = update.updatedAt !== undefined;

  // A list has no results: one that is read after the details of the same version must not take them away.
  const details = isWhole && known?.stamp === stampOf(update) && known.state === update.state
    ? { result: known.result, stages: known.stages } : {};
  const job = isWhole
    ? { ...details, ...update }
    : { ...known, ...update, failure: update.failure, dueAt: update.dueAt };
  if (!isWhole && update.state === 'Running') job.startedAt = update.at;
  if (!isWhole && isOver(update.state)) job.finishedAt = update.at;
  job.stamp = stampOf(update);
  job.link ??= known?.link;
  job.videoId ??= known?.videoId;
  job.progress = job.state === 'Running' && known?.state === 'Running' ? known.progress : undefined;
  return job;
}
