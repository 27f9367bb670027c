import { artifactAddress, thumbnailAddress } from '../api.js';
import { el } from '../dom.js';
import { languageName } from '../format.js';
import { t } from '../i18n.js';
import { cuesOf } from './captions.js';

/** Plays the video's picture, or else its sound, with its captions; null when it has neither. */
export function player(video) {
  const of = (form) => video.artifacts.filter(({ contentType }) => form.test(contentType));
  const pictures = of(/^video\//);
  const sounds = of(/^audio\//);
  const captions = of(/^(text\/vtt|application\/x-subrip)/);
  const files = pictures.length > 0 ? pictures : sounds;
  if (files.length === 0) return null;

  // Sound with captions plays in a picture element too: only that shows them, over the thumbnail.
  const isPicture = pictures.length > 0 || captions.length > 0;
  const media = el(isPicture ? 'video' : 'audio', { controls: true, preload: 'metadata', 'aria-label': video.title });
  if (isPicture) media.poster = thumbnailAddress(video.id, 'large');
  media.append(...files.map(({ name, contentType }) => el('source', { src: artifactAddress(video.id, name), type: playable(contentType) })));
  captions.forEach((file) => addCaptions(media, video.id, file));
  const failed = el('p.muted', { hidden: true }, t('player.failed'));
  media.lastElementChild && files.length > 0 && media.querySelectorAll('source').item(files.length - 1).addEventListener('error', () => { failed.hidden = false; });
  return el(isPicture ? 'div.player.is-picture' : 'div.player', {}, media, failed);
}

const playable = (contentType) => contentType.split(';')[0];

/** captions.en.vtt, captions.pt-BR.auto.srt */
function addCaptions(media, videoId, { name, contentType }) {
  const [, tag = '', isAutomatic] = /^captions\.([^.]+)(\.auto)?\./.exec(name) ?? [];
  const label = isAutomatic === undefined ? languageName(tag) : t('captions.auto', languageName(tag));
  if (contentType.startsWith('text/vtt')) {
    media.append(el('track', { kind: 'subtitles', label, srclang: tag, src: artifactAddress(videoId, name) }));
    return;
  }

  // Browsers read no SubRip, so its cues are added one by one, once someone wants to see them.
  const track = media.addTextTrack('subtitles', label, tag);
  track.mode = 'disabled';
  const fill = async () => {
    if (track.mode === 'disabled' || track.cues?.length > 0) return;
    media.textTracks.removeEventListener('change', fill);
    const response = await fetch(artifactAddress(videoId, name));
    if (!response.ok) return;
    for (const { start, end, text } of cuesOf(await response.text())) track.addCue(new VTTCue(start, end, text));
  };
  media.textTracks.addEventListener('change', fill);
}
