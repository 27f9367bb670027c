const TEMPORARY = 'This is usually temporary. The job retries automatically for a while; after that, retry it here.';
const WAIT = 'The job continues automatically; you don’t need to do anything.';

/** What happened and what to do, by failure code. */
export const failures = {
  unavailable: ['The video is unavailable.', 'Retrying helps only if that changes.'],
  invalid: ['The job itself is invalid.', 'It was moved to the dead letters. Add the link again.'],
  transient: ['This attempt failed.', TEMPORARY],
  'rate-limited': ['The source is limiting requests.', WAIT],
  'source-broken': ['The source changed its response format, so it can’t be read.', 'Update yt-dlp, then retry.'],
  'timed-out': ['The job took too long.', TEMPORARY],
  'worker-stopped': [
    'The worker stopped while it was running the job.',
    'Another worker picks up the job automatically.',
  ],
  'worker-died': ['Every worker that ran this job crashed.', 'Check the workers’ logs before you retry it.'],
  'handler-failed': [
    'An internal error stopped the job.',
    'It is retried automatically. See the worker’s log for details.',
  ],
  'store-away': ['The database did not respond.', 'Check that it is running. The job continues automatically.'],
  paused: ['An operator paused such jobs.', 'The job waits and continues when they are resumed.'],
  private: ['The video is private.', 'Only its owner can change that. Retry when it is public.'],
  removed: ['The video was removed.', 'It can no longer be fetched.'],
  gone: ['The video is private, was deleted, or never existed.', 'Open its link in a browser to check.'],
  'members-only': ['The video is for channel members only.', 'It can’t be fetched without a membership.'],
  payment: ['The video must be bought or rented.', 'It can’t be fetched without a purchase.'],
  'age-restricted': [
    'The video is age-restricted.',
    'YouTube shows it only to signed-in users, so it can’t be fetched.',
  ],
  region: [
    'The video is not available in this country.',
    'It can be fetched only from a country where it is available.',
  ],
  'not-started': ['The live stream or premiere has not started yet.', 'Retry when it is over.'],
  'not-embeddable': [
    'The only available source does not provide this video.',
    'Install yt-dlp or add a YouTube Data API key, then retry.',
  ],
  unreachable: [
    'Can’t reach the source.',
    'Check this machine’s network. The job retries automatically for a while; after that, retry it here.',
  ],
  'source-error': ['The source reported an error.', TEMPORARY],
  'quota-spent': [
    'The daily quota of the YouTube Data API is used up.',
    'Jobs continue automatically tomorrow. Add another source or key to continue now.',
  ],
  'budget-spent': ['The request limit for this minute is reached.', WAIT],
  'source-busy': ['Every process of the source is in use.', WAIT],
  'no-source': [
    'No source can run this job.',
    'See Health for what each source is missing. Usually, yt-dlp needs to be installed.',
  ],
  'no-stream': ['The video has no audio or video in the requested format.', 'Choose another format or height.'],
  'needs-ffmpeg': [
    'The conversion needs ffmpeg, which is not installed.',
    'Install ffmpeg, or choose the original format.',
  ],
  'too-large': [
    'The file is over the size limit.',
    'Choose a smaller one, or raise Media:MaxBytes and Media:MaxTotalBytes.',
  ],
  'disk-full': ['The disk is full.', 'Free some space or lower Media:MaxTotalBytes, then retry.'],
  'work-folder': [
    'The download can’t be written to disk.',
    'Check the Media:WorkPath folder and its permissions, then retry.',
  ],
  'webhook-refused': [
    'The webhook’s host is not allowed.',
    'Add it to Webhooks:AllowedHosts. It must have a public address.',
  ],
  'webhook-away': ['The webhook receiver is not responding.', TEMPORARY],
  'webhook-rejected': [
    'The webhook receiver rejected the message.',
    'Check its log. Delivery is retried automatically for a while; after that, retry it here.',
  ],
  'no-districts': [
    'The worker has no district data.',
    'Set Geocoding:Boundaries to your boundary files. The job continues automatically.',
  ],
};
