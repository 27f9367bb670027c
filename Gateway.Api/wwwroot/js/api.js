import { askForKey } from './key.js';

// The gateway's public interface, as far as the page uses it.

/** What the gateway said instead of an answer: its sentence, and whatever else the problem holds. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? '');
    this.status = status;
    this.problem = problem;
  }

  /** Nothing was heard: asking again may help. */
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

const query = (values) => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
};

const path = encodeURIComponent;

export const api = {
  submit: (body, idempotencyKey) => request('POST', '/links', { json: body, headers: { 'Idempotency-Key': idempotencyKey } }),

  jobs: (filter, signal) => request('GET', `/jobs${query(filter)}`, { signal }),
  job: (id) => request('GET', `/jobs/${path(id)}`),
  retry: (id) => request('POST', `/jobs/${path(id)}/retry`),
  cancel: (id) => request('POST', `/jobs/${path(id)}/cancel`),
  retryAll: (submission) => request('POST', `/jobs/retry${query({ state: 'failed', submission })}`),
  submission: (id) => request('GET', `/submissions/${path(id)}?limit=1`),

  previewFile: (file, options, signal) => request('POST', `/files/preview${query(options)}`, { body: file, signal }),
  submitFile: (file, options, key) => request('POST', `/files${query(options)}`, { body: file, headers: { 'Idempotency-Key': key } }),

  videos: (filter, signal) => request('GET', `/videos${query(filter)}`, { signal }),
  video: (id) => request('GET', `/videos/${path(id)}`),
  deleteVideo: (id) => request('DELETE', `/videos/${path(id)}`),

  deadLetters: (cursor) => request('GET', `/dead-letters${query({ limit: 50, cursor })}`),
  replay: (which) => request('POST', '/dead-letters/replay', { json: which }),
  deleteLetter: (id) => request('DELETE', `/dead-letters/${path(id)}`),

  status: () => request('GET', '/status'),
};

export const thumbnailAddress = (videoId, size) => `/thumbnails/${path(videoId)}${query({ size })}`;
export const artifactAddress = (videoId, name) => `/videos/${path(videoId)}/artifacts/${path(name)}`;
export const downloadAddress = (videoId, name) => `${artifactAddress(videoId, name)}?download=true`;
export const exportAddress = (submission) => `/submissions/${path(submission)}/export${query({ format: 'xlsx' })}`;
export const resultAddress = (submission, options) => `/submissions/${path(submission)}/result${query(options)}`;

/** A new key for a request that must not be done twice. crypto.randomUUID is there on secure origins only, and a gateway in one's own network has none. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
