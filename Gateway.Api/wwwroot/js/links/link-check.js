// Tells while someone types what the gateway will say of a link: the rules of its LinkParser, once more. The gateway
// stays the judge; a test holds the two against each other. Pure.

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

const refused = (why) => ({ kind: 'refused', why });

/** { kind: 'video' | 'playlist' | 'channel', id } or { kind: 'refused', why: the end of the name of a text }. */
export function checkLink(given) {
  const link = given.trim();
  if (link.length === 0) return refused('empty');
  if (link.length > MAX_LENGTH) return refused('long');
  if (/[\\\s\p{Cc}]/u.test(link)) return refused('space');
  return VIDEO_ID.test(link) ? { kind: 'video', id: link } : address(link, true);
}

function address(link, mayNest) {
  const parts = takeApart(link);
  if (parts.why !== undefined) return refused(parts.why);
  if (parts.isShort) return parts.path.length > 0 ? video(parts.path[0]) : refused('noVideo');

  const [first = 'watch', next] = parts.path;
  switch (first.toLowerCase()) {
    case 'watch':
      if (parts.query.has('v')) return video(parts.query.get('v'));
      return next === undefined ? playlist(parts.query) : video(next);
    case 'playlist':
      return playlist(parts.query);
    case 'attribution_link':
      return mayNest ? attributed(parts.query.get('u') ?? '') : refused('noVideo');
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
      return first.startsWith('@') ? channel(CHANNEL_NAME, first.slice(1)) : refused('noVideo');
  }
}

/** By hand rather than by URL, which repairs what it is given: what needs repair is refused. */
function takeApart(text) {
  const scheme = /^([^/?#]*):\/\//.exec(text)?.[1];
  if (scheme !== undefined && !/^https?$/i.test(scheme)) return { why: 'scheme' };
  const rest = scheme !== undefined ? text.slice(scheme.length + 3) : text.replace(/^\/\//, '');
  const [, host, path, query = ''] = /^([^/?#]*)([^?#]*)(?:\?([^#]*))?/.exec(rest);
  if (host.includes('@')) return { why: 'user' };
  if (host.includes(':')) return { why: 'port' };
  const name = host.toLowerCase();
  if (!LONG_HOSTS.has(name) && !SHORT_HOSTS.has(name)) return { why: 'host' };
  return {
    isShort: SHORT_HOSTS.has(name),
    path: path.split('/').filter((segment) => segment !== '').map(unescape),
    query: parameters(query),
  };
}

/** Of a parameter given twice the first counts, as for YouTube. */
function parameters(query) {
  const values = new Map();
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && !values.has(pair.slice(0, equals))) values.set(pair.slice(0, equals), unescape(pair.slice(equals + 1)));
  }

  return values;
}

/** What is no escape stays as it is, as the gateway leaves it. */
function unescape(value) {
  return value.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** In the addresses of the Flash player (/v/ID&hl=en) parameters follow without a question mark. */
function video(value) {
  const id = value.split('&', 1)[0];
  return VIDEO_ID.test(id) ? { kind: 'video', id } : refused('id');
}

function playlist(query) {
  if (!query.has('list')) return refused('noVideo');
  const id = query.get('list');
  return PLAYLIST_ID.test(id) ? { kind: 'playlist', id } : refused('playlist');
}

function channel(form, name) {
  return name !== undefined && form.test(name) ? { kind: 'channel', id: name } : refused('channel');
}

function attributed(nested) {
  if (nested === '') return refused('noVideo');
  const isPath = nested.startsWith('/') && !nested.startsWith('//');
  return address(isPath ? `https://www.youtube.com${nested}` : nested, false);
}
