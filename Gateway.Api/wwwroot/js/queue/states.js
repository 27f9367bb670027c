/** The states of a job as the gateway writes them, in the order of a job's way. */
export const STATES = ['Accepted', 'Queued', 'Running', 'Retrying', 'Succeeded', 'Failed', 'Cancelled'];

export const isOver = (state) => state === 'Succeeded' || state === 'Failed' || state === 'Cancelled';

/** What the list can be narrowed to. */
export const FILTERS = {
  all: STATES,
  waiting: ['Accepted', 'Queued'],
  running: ['Running'],
  retrying: ['Retrying'],
  succeeded: ['Succeeded'],
  failed: ['Failed'],
  cancelled: ['Cancelled'],
};

/** How many jobs a filter shows, out of the gateway's counts by state. */
export const countOf = (counts, filter) =>
  filter === 'all' ? counts.total : FILTERS[filter].reduce((sum, state) => sum + counts[state.toLowerCase()], 0);

export const openOf = (counts) => counts.accepted + counts.queued + counts.running + counts.retrying;
