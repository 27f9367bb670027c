import { t } from '../i18n.js';

const KNOWN = ['source', 'list', 'download', 'convert', 'store', 'post'];

/** Labels a stage of a job: "source yt-dlp" becomes "Querying yt-dlp". An unknown stage stays as it is. */
export function stageName(name) {
  const videos = /^(\d+) videos$/.exec(name);
  if (videos !== null) return t('list.read', Number(videos[1]));
  const [kind, ...rest] = name.split(' ');
  return KNOWN.includes(kind) ? t(`stage.${kind}`, rest.join(' ')) : name;
}
