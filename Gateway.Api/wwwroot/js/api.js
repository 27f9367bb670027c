import { askForKey } from './key.js';
import { queryString } from './query.js';

// The part of the gateway's public API that the page uses.

/** An error response of the gateway: its message, and the other fields of its problem details. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? '');
    this.status = status;
    this.problem = problem;
  }

  /** No response arrived, so a retry can help. */
  get isOffline() {
    return this.status === 0;
  }
}

async function request(method, path, { json, body, headers, signal } = {}) {
  const init = { method, signal, headers: { Accept: 'application/json', ...headers }, body };
  if (json !== undefined) {
    init.headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(json);
  }

  let response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, {});
  }

  if (response.status === 401) askForKey();
  if (response.ok) return response.status === 204 ? null : response.json();
  throw new ApiError(response.status, await response.json().catch(() => ({ title: response.statusText })));
}

const idempotent = (key) => ({ 'Idempotency-Key': key });
const path = encodeURIComponent;

export const api = {
  submit: (body, key) => request('POST', '/links', { json: body, headers: idempotent(key) }),

  jobs: (filter, signal) => request('GET', `/jobs${queryString(filter)}`, { signal }),
  job: (id) => request('GET', `/jobs/${path(id)}`),
  retry: (id) => request('POST', `/jobs/${path(id)}/retry`),
  cancel: (id) => request('POST', `/jobs/${path(id)}/cancel`),
  retryAll: (submission) => request('POST', `/jobs/retry${queryString({ state: 'failed', submission })}`),
  submission: (id) => request('GET', `/submissions/${path(id)}?limit=1`),

  previewFile: (file, options, signal) =>
    request('POST', `/files/preview${queryString(options)}`, { body: file, signal }),
  submitFile: (file, options, key) =>
    request('POST', `/files${queryString(options)}`, { body: file, headers: idempotent(key) }),

  videos: (filter, signal) => request('GET', `/videos${queryString(filter)}`, { signal }),
  video: (id) => request('GET', `/videos/${path(id)}`),
  deleteVideo: (id) => request('DELETE', `/videos/${path(id)}`),

  deadLetters: (cursor) => request('GET', `/dead-letters${queryString({ limit: 50, cursor })}`),
  replay: (selection) => request('POST', '/dead-letters/replay', { json: selection }),
  deleteDeadLetter: (id) => request('DELETE', `/dead-letters/${path(id)}`),

  pauseAll: () => request('PUT', '/pauses/everything'),
  resumeAll: () => request('DELETE', '/pauses/everything'),
  pauseKind: (name) => request('PUT', `/pauses/kinds/${path(name)}`),
  resumeKind: (name) => request('DELETE', `/pauses/kinds/${path(name)}`),
  pauseSource: (name) => request('PUT', `/pauses/sources/${path(name)}`),
  resumeSource: (name) => request('DELETE', `/pauses/sources/${path(name)}`),

  status: () => request('GET', '/status'),
};

export const thumbnailUrl = (videoId, size) => `/thumbnails/${path(videoId)}${queryString({ size })}`;
export const artifactUrl = (videoId, name) => `/videos/${path(videoId)}/artifacts/${path(name)}`;
export const downloadUrl = (videoId, name) => `${artifactUrl(videoId, name)}?download=true`;
export const exportUrl = (submission) => `/submissions/${path(submission)}/export${queryString({ format: 'xlsx' })}`;
export const resultUrl = (submission, options) => `/submissions/${path(submission)}/result${queryString(options)}`;

/**
 * Creates an idempotency key. Not crypto.randomUUID: browsers have it on secure origins only, and a gateway in a
 * private network often is none.
 */
export const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
