import { api, downloadUrl } from '../api.js';
import { el } from '../dom.js';
import { factList, tableHead } from '../elements.js';
import { bytes, date, languageName, length, number, seconds, time } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { attempt, notify } from '../notices.js';
import { confirm } from '../sheet.js';
import { player } from './player.js';
import { kindsOf } from './video-card.js';

/** One video in the sheet: player, facts, files, and deletion. */
export class VideoDetails {
  #sheet;
  #onDeleted;

  constructor(sheet, onDeleted) {
    this.#sheet = sheet;
    this.#onDeleted = onDeleted;
  }

  async show(id, onClose) {
    const video = await attempt(() => api.video(id));
    if (video === undefined) {
      onClose();
      return;
    }

    const parts = [player, facts, files, description, streams].map((part) => part(video));
    this.#sheet.open(video.title, [...parts, this.#actions(video)], onClose);
  }

  #actions(video) {
    const onclick = async () => {
      if (!await confirm(t('delete.ask'), t('delete.note', video.title), t('delete'))) return;
      const isDeleted = await attempt(async () => {
        await api.deleteVideo(video.id);
        return true;
      });
      if (isDeleted !== true) return;
      this.#sheet.close();
      this.#onDeleted(video.id);
      notify(t('deleted', video.title));
    };
    return el('div.sheet-actions', {}, el('button.danger', { type: 'button', onclick }, icon('trash'), t('delete')));
  }
}

function facts(video) {
  const link = `https://www.youtube.com/watch?v=${video.id}`;
  return factList([
    ['author', video.author],
    ['duration', video.duration && length(seconds(video.duration))],
    ['published', video.publishedAt && date(video.publishedAt)],
    ['uploaded', video.uploadedAt && video.uploadedAt !== video.publishedAt && date(video.uploadedAt)],
    ['view.count', video.viewCount !== undefined && number(video.viewCount)],
    ['likes', video.likeCount !== undefined && number(video.likeCount)],
    ['category', video.category],
    ['keywords', video.keywords.join(', ')],
    ['available.captions', video.captions.map(({ language }) => languageName(language)).join(', ')],
    ['source', [video.source, video.sourceClient].filter(Boolean).join(' · ')],
    ['fetched', time(video.fetchedAt)],
    ['link', el('a', { href: link, rel: 'noreferrer' }, link)],
  ]);
}

function files(video) {
  if (video.artifacts.length === 0) return null;
  const rows = video.artifacts.map((file) => el(
    'li', {},
    icon(kindsOf([file])[0] ?? 'file'), el('span.file-name', {}, file.name),
    el('span.numbers.muted', {}, bytes(file.length)),
    el(
      'a.button',
      { href: downloadUrl(video.id, file.name), download: '', 'aria-label': t('download.one', file.name) },
      icon('download'), t('download'),
    ),
  ));
  return el('section', {}, el('h3', {}, t('files')), el('ul.files', {}, rows));
}

function description(video) {
  if (!video.description) return null;
  return el('section', {}, el('h3', {}, t('description')), el('p.description', {}, video.description));
}

function streams(video) {
  if (video.streams.length === 0) return null;
  const label = t('streams', video.streams.length);
  return el(
    'details', {}, el('summary', {}, label),
    el(
      'div.scroller', { tabIndex: 0, role: 'region', 'aria-label': label },
      el(
        'table.plain-table', {},
        tableHead(['stream.format', 'stream.resolution', 'stream.codecs', 'stream.bitrate', 'stream.bytes']),
        el('tbody', {}, video.streams.map(streamRow)),
      ),
    ),
  );
}

function streamRow(stream) {
  const values = [
    resolutionOf(stream),
    [stream.videoCodec, stream.audioCodec].filter(Boolean).join(', '),
    stream.bitrate === undefined ? '' : `${number(Math.round(stream.bitrate / 1000))} kb/s`,
    stream.size === undefined ? '' : bytes(stream.size),
  ];
  return el(
    'tr', {}, el('th', { scope: 'row' }, `${stream.container} (${stream.itag})`),
    values.map((value) => el('td.numbers', {}, value)),
  );
}

function resolutionOf({ width, height, fps }) {
  if (height === undefined) return t('stream.audio');
  return `${width ?? '?'}×${height}${fps === undefined ? '' : ` ${fps} fps`}`;
}
