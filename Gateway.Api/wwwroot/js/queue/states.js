/** The states of a job as the gateway writes them, in the order a job goes through them. */
export const STATES = ['Accepted', 'Queued', 'Running', 'Retrying', 'Succeeded', 'Failed', 'Cancelled'];

export const isOver = (state) => state === 'Succeeded' || state === 'Failed' || state === 'Cancelled';

/** The states that each filter of the list shows. */
export const FILTERS = {
  all: STATES,
  waiting: ['Accepted', 'Queued'],
  running: ['Running'],
  retrying: ['Retrying'],
  succeeded: ['Succeeded'],
  failed: ['Failed'],
  cancelled: ['Cancelled'],
};

/** The number of jobs that a filter shows, from the gateway's counts by state. */
export const countOf = (counts, filter) =>
  filter === 'all' ? counts.total : FILTERS[filter].reduce((sum, state) => sum + counts[state.toLowerCase()], 0);

export const openOf = (counts) => counts.accepted + counts.queued + counts.running + counts.retrying;

export const finishedOf = (counts) => counts.succeeded + counts.failed + counts.cancelled;
