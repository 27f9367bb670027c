import { api, downloadAddress } from '../api.js';
import { el } from '../dom.js';
import { bytes, date, languageName, length, number, seconds, time } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { attempt, notify } from '../notices.js';
import { confirm } from '../sheet.js';
import { player } from './player.js';
import { kindsOf } from './video-card.js';

/** One video in the sheet: player, files, what is known, and its end. */
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

    this.#sheet.open(video.title, [player(video), about(video), files(video), description(video), streams(video), this.#end(video)], onClose);
  }

  #end(video) {
    const press = async () => {
      if (!await confirm(t('delete.ask'), t('delete.note', video.title), t('delete'))) return;
      const isGone = await attempt(async () => {
        await api.deleteVideo(video.id);
        return true;
      });
      if (isGone !== true) return;
      this.#sheet.close();
      this.#onDeleted(video.id);
      notify(t('deleted', video.title));
    };
    return el('div.sheet-end', {}, el('button.danger', { type: 'button', onclick: press }, icon('trash'), t('delete')));
  }
}

function about(video) {
  const link = `https://www.youtube.com/watch?v=${video.id}`;
  const facts = [
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
  ];
  return el('dl.facts', {}, facts.filter(([, value]) => value).flatMap(([name, value]) => [el('dt', {}, t(name)), el('dd', {}, value)]));
}

function files(video) {
  if (video.artifacts.length === 0) return null;
  return el('section', {}, el('h3', {}, t('files')), el('ul.files', {}, video.artifacts.map((file) => el(
    'li', {}, icon(kindsOf([file])[0] ?? 'file'), el('span.file-name', {}, file.name), el('span.numbers.muted', {}, bytes(file.length)),
    el('a.button', { href: downloadAddress(video.id, file.name), download: '', 'aria-label': t('download.one', file.name) }, icon('download'), t('download')),
  ))));
}

function description(video) {
  return video.description ? el('section', {}, el('h3', {}, t('description')), el('p.description', {}, video.description)) : null;
}

function streams(video) {
  if (video.streams.length === 0) return null;
  const columns = ['stream.format', 'stream.resolution', 'stream.codecs', 'stream.bitrate', 'stream.bytes'];
  return el('details', {}, el('summary', {}, t('streams', video.streams.length)), el('div.scroller', { tabIndex: 0, role: 'region', 'aria-label': t('streams', video.streams.length) }, el(
    'table.plain-table', {},
    el('thead', {}, el('tr', {}, columns.map((name) => el('th', { scope: 'col' }, t(name))))),
    el('tbody', {}, video.streams.map((stream) => el(
      'tr', {}, el('th', { scope: 'row' }, `${stream.container} (${stream.itag})`),
      ...[
        stream.height === undefined ? t('stream.audio') : `${stream.width ?? '?'}×${stream.height}${stream.fps === undefined ? '' : ` ${stream.fps} fps`}`,
        [stream.videoCodec, stream.audioCodec].filter(Boolean).join(', '),
        stream.bitrate === undefined ? '' : `${number(Math.round(stream.bitrate / 1000))} kb/s`,
        stream.size === undefined ? '' : bytes(stream.size),
      ].map((value) => el('td.numbers', {}, value)),
    ))),
  )));
}
