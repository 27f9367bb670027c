import { artifactUrl, thumbnailUrl } from '../api.js';
import { el } from '../dom.js';
import { languageName } from '../format.js';
import { t } from '../i18n.js';
import { cuesOf } from './captions.js';

/** Creates a player for the video file, or else the audio file, with captions; null if there is neither. */
export function player(video) {
  const filesOf = (pattern) => video.artifacts.filter(({ contentType }) => pattern.test(contentType));
  const videoFiles = filesOf(/^video\//);
  const captions = filesOf(/^(text\/vtt|application\/x-subrip)/);
  const files = videoFiles.length > 0 ? videoFiles : filesOf(/^audio\//);
  if (files.length === 0) return null;

  // Audio with captions plays in a video element too: only that element shows captions, here over the thumbnail.
  const isVideo = videoFiles.length > 0 || captions.length > 0;
  const media = el(isVideo ? 'video' : 'audio', { controls: true, preload: 'metadata', 'aria-label': video.title });
  if (isVideo) media.poster = thumbnailUrl(video.id, 'large');
  const sources = files.map(({ name, contentType }) =>
    el('source', { src: artifactUrl(video.id, name), type: contentType.split(';')[0] }));
  media.append(...sources);
  captions.forEach((file) => addCaptions(media, video.id, file));

  // The browser tries one source after the other, so an error of the last one means that it can play none.
  const failed = el('p.muted', { hidden: true }, t('player.failed'));
  sources.at(-1).addEventListener('error', () => { failed.hidden = false; });
  return el(isVideo ? 'div.player.is-video' : 'div.player', {}, media, failed);
}

/** Adds captions.en.vtt or captions.pt-BR.auto.srt. */
function addCaptions(media, videoId, { name, contentType }) {
  const [, tag = '', auto] = /^captions\.([^.]+)(\.auto)?\./.exec(name) ?? [];
  const label = auto === undefined ? languageName(tag) : t('captions.auto', languageName(tag));
  if (contentType.startsWith('text/vtt')) {
    media.append(el('track', { kind: 'subtitles', label, srclang: tag, src: artifactUrl(videoId, name) }));
    return;
  }

  // Browsers don't read SubRip, so the page adds its cues when the track is first turned on.
  const track = media.addTextTrack('subtitles', label, tag);
  track.mode = 'disabled';
  const fill = async () => {
    if (track.mode === 'disabled' || track.cues?.length > 0) return;
    media.textTracks.removeEventListener('change', fill);
    const response = await fetch(artifactUrl(videoId, name));
    if (!response.ok) return;
    for (const { start, end, text } of cuesOf(await response.text())) track.addCue(new VTTCue(start, end, text));
  };
  media.textTracks.addEventListener('change', fill);
}
