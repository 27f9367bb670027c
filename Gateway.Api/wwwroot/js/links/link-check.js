// Checks links while the reader types, by the rules of the gateway's LinkParser. The gateway still decides; a test
// compares the two. Pure.

const MAX_LENGTH = 2048;
const LONG_HOSTS = new Set([
  'youtube.com', 'www.youtube.com', 'm.youtube.com', 'music.youtube.com', 'gaming.youtube.com',
  'youtube-nocookie.com', 'www.youtube-nocookie.com',
]);
const SHORT_HOSTS = new Set(['youtu.be', 'www.youtu.be']);
const VIDEO_ID = /^[A-Za-z0-9_-]{11}$/;
const PLAYLIST_ID = /^[A-Za-z0-9_-]{12,64}$/;
const CHANNEL_ID = /^UC[A-Za-z0-9_-]{22}$/;
const CHANNEL_NAME = /^[\p{L}\p{Nd}\p{Mn}\p{Mc}._·-]{1,100}$/u;

const invalid = (reason) => ({ kind: 'invalid', reason });

/** Returns { kind: 'video' | 'playlist' | 'channel', id } or { kind: 'invalid', reason: the end of a text's name }. */
export function checkLink(text) {
  const link = text.trim();
  if (link.length === 0) return invalid('empty');
  if (link.length > MAX_LENGTH) return invalid('long');
  if (/[\\\s\p{Cc}]/u.test(link)) return invalid('space');
  return VIDEO_ID.test(link) ? { kind: 'video', id: link } : checkAddress(link, true);
}

function checkAddress(link, mayNest) {
  const parts = splitAddress(link);
  if (parts.reason !== undefined) return invalid(parts.reason);
  if (parts.isShort) return parts.path.length > 0 ? video(parts.path[0]) : invalid('noVideo');

  const [first = 'watch', next] = parts.path;
  switch (first.toLowerCase()) {
    case 'watch':
      if (parts.query.has('v')) return video(parts.query.get('v'));
      return next === undefined ? playlist(parts.query) : video(next);
    case 'playlist':
      return playlist(parts.query);
    case 'attribution_link':
      return mayNest ? attributed(parts.query.get('u') ?? '') : invalid('noVideo');
    case 'embed':
      if (next === 'videoseries') return playlist(parts.query);
      if (next === 'live_stream') return channel(CHANNEL_ID, parts.query.get('channel'));
      return video(next ?? '');
    case 'shorts':
    case 'live':
    case 'v':
    case 'e':
      return video(next ?? '');
    case 'channel':
      return channel(CHANNEL_ID, next);
    case 'user':
    case 'c':
      return channel(CHANNEL_NAME, next);
    default:
      return first.startsWith('@') ? channel(CHANNEL_NAME, first.slice(1)) : invalid('noVideo');
  }
}

/** Splits an address without the URL class, which repairs invalid input instead of rejecting it. */
function splitAddress(text) {
  const scheme = /^([^/?#]*):\/\//.exec(text)?.[1];
  if (scheme !== undefined && !/^https?$/i.test(scheme)) return { reason: 'scheme' };
  const rest = scheme !== undefined ? text.slice(scheme.length + 3) : text.replace(/^\/\//, '');
  const [, host, path, query = ''] = /^([^/?#]*)([^?#]*)(?:\?([^#]*))?/.exec(rest);
  if (host.includes('@')) return { reason: 'user' };
  if (host.includes(':')) return { reason: 'port' };
  const name = host.toLowerCase();
  if (!LONG_HOSTS.has(name) && !SHORT_HOSTS.has(name)) return { reason: 'host' };
  return {
    isShort: SHORT_HOSTS.has(name),
    path: path.split('/').filter((segment) => segment !== '').map(unescape),
    query: parameters(query),
  };
}

/** The first of repeated parameters counts, as on YouTube. */
function parameters(query) {
  const values = new Map();
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    if (equals > 0 && !values.has(name)) values.set(name, unescape(pair.slice(equals + 1)));
  }

  return values;
}

/** Leaves invalid escapes as they are, like the gateway. */
function unescape(value) {
  return value.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** Links of the Flash player (/v/ID&hl=en) have parameters without a question mark. */
function video(value) {
  const id = value.split('&', 1)[0];
  return VIDEO_ID.test(id) ? { kind: 'video', id } : invalid('id');
}

function playlist(query) {
  if (!query.has('list')) return invalid('noVideo');
  const id = query.get('list');
  return PLAYLIST_ID.test(id) ? { kind: 'playlist', id } : invalid('playlist');
}

function channel(pattern, name) {
  return name !== undefined && pattern.test(name) ? { kind: 'channel', id: name } : invalid('channel');
}

function attributed(nested) {
  if (nested === '') return invalid('noVideo');
  const isPath = nested.startsWith('/') && !nested.startsWith('//');
  return checkAddress(isPath ? `https://www.youtube.com${nested}` : nested, false);
}
