import { t } from '../i18n.js';

const KNOWN = ['source', 'list', 'download', 'convert', 'store', 'post'];

/** What was done or is being done: "source yt-dlp" reads as a heading of what was asked; what is new to the page, as it came. */
export function stageName(name) {
  const videos = /^(\d+) videos$/.exec(name);
  if (videos !== null) return t('list.read', Number(videos[1]));
  const [kind, ...rest] = name.split(' ');
  return KNOWN.includes(kind) ? t(`stage.${kind}`, rest.join(' ')) : name;
}
