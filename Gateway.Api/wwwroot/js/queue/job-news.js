import { isOver } from './states.js';

// What the gateway says of jobs, in lists (whole) and in events (what changed). Pure.

const stampOf = (item) => Date.parse(item.updatedAt ?? item.at ?? item.acceptedAt ?? 0);

/** News overtake each other: those of an earlier stamp say nothing, unless they bring the whole of what is half known. */
export const isOlder = (item, known) => stampOf(item) < known.stamp;

/** What is known of a job and what is heard of it, together. */
export function merge(known, item) {
  const isWhole = item.updatedAt !== undefined;
  const job = isWhole ? { ...item } : { ...known, ...item, failure: item.failure, dueAt: item.dueAt };
  if (!isWhole && item.state === 'Running') job.startedAt = item.at;
  if (!isWhole && isOver(item.state)) job.finishedAt = item.at;
  job.stamp = stampOf(item);
  job.link ??= known?.link;
  job.videoId ??= known?.videoId;
  job.progress = job.state === 'Running' && known?.state === 'Running' ? known.progress : undefined;
  return job;
}
