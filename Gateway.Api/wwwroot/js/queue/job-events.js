import { isOver } from './states.js';

// A job reaches the page whole (from the API's lists) and in part (from events). Pure.

const stampOf = (update) => Date.parse(update.updatedAt ?? update.at ?? update.acceptedAt ?? 0);

/** Checks whether a newer update overtook this one. */
export const isOutdated = (update, known) => stampOf(update) < known.stamp;

/** Combines the known job, if any, with an update. */
export function merge(known, update) {
  const isWhole = update.updatedAt !== undefined;
  const job = isWhole ? { ...update } : { ...known, ...update, failure: update.failure, dueAt: update.dueAt };
  if (!isWhole && update.state === 'Running') job.startedAt = update.at;
  if (!isWhole && isOver(update.state)) job.finishedAt = update.at;
  job.stamp = stampOf(update);
  job.link ??= known?.link;
  job.videoId ??= known?.videoId;
  job.progress = job.state === 'Running' && known?.state === 'Running' ? known.progress : undefined;
  return job;
}
