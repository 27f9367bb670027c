import { thumbnailAddress } from '../api.js';
import { el } from '../dom.js';
import { length, seconds } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { addressOf } from '../router.js';

const KINDS = [['audio', /^audio\//], ['video', /^video\//], ['captions', /^(text\/|application\/x-subrip)/], ['image', /^image\//]];

/** Which kinds of files a video has, each once. */
export const kindsOf = (artifacts) => KINDS.filter(([, form]) => artifacts.some(({ contentType }) => form.test(contentType))).map(([kind]) => kind);

/** @param {string} q what was searched for: closing the video comes back to it. */
export function videoCard(video, q) {
  const picture = el('img', { alt: '', width: 320, height: 180, loading: 'lazy', src: thumbnailAddress(video.id), onerror: () => picture.remove() });
  return el(
    'li.card', { 'data-video': video.id },
    el('div.card-picture', {}, picture, video.duration ? el('span.card-length.numbers', {}, length(seconds(video.duration))) : null),
    el('h3.card-title', {}, el('a', { href: addressOf('library', { q, video: video.id }) }, video.title)),
    el('p.card-note', {}, el('span', {}, video.author ?? ''), el(
      'span.card-kinds', {}, kindsOf(video.artifacts).map((kind) => el('span', { title: t(`has.${kind}`) }, icon(kind), el('span.unseen', {}, t(`has.${kind}`)))),
    )),
  );
}
