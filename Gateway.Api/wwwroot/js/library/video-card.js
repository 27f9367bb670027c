import { thumbnailUrl } from '../api.js';
import { el } from '../dom.js';
import { length, seconds } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { linkTo } from '../router.js';

const KINDS = [
  ['audio', /^audio\//],
  ['video', /^video\//],
  ['captions', /^(text\/|application\/x-subrip)/],
  ['image', /^image\//],
];

/** The kinds of files that a video has, each once. */
export const kindsOf = (artifacts) => KINDS
  .filter(([, pattern]) => artifacts.some(({ contentType }) => pattern.test(contentType)))
  .map(([kind]) => kind);

/** @param {string} q the current search, which closing the video returns to */
export function videoCard(video, q) {
  const thumbnail = el('img', {
    alt: '', width: 320, height: 180, loading: 'lazy', src: thumbnailUrl(video.id), onerror: () => thumbnail.remove(),
  });
  const duration = video.duration ? el('span.card-length.numbers', {}, length(seconds(video.duration))) : null;
  const kinds = kindsOf(video.artifacts).map((kind) => {
    const label = t(`has.${kind}`);
    return el('span', { title: label }, icon(kind), el('span.visually-hidden', {}, label));
  });
  return el(
    'li.card', { 'data-video': video.id },
    el('div.card-thumbnail', {}, thumbnail, duration),
    el('h3.card-title', {}, el('a', { href: linkTo('library', { q, video: video.id }) }, video.title)),
    el('p.card-note', {}, el('span', {}, video.author ?? ''), el('span.card-kinds', {}, kinds)),
  );
}
