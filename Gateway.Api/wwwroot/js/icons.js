import { svg } from './dom.js';

// On a 16 by 16 grid. States differ in shape and not only in color.
const shapes = {
  Accepted: ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11Z'],
  Queued: ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11Z', 'M8 5v3l2 1.5'],
  Running: ['M5.5 3.5l7 4.5l-7 4.5Z'],
  Retrying: ['M12.8 6.5A5.2 5.2 0 1 0 13 9.4', 'M13.2 3v3.6H9.6'],
  Succeeded: ['M3 8.5l3.3 3.3L13 4.8'],
  Failed: ['M8 2L14.5 13.5H1.5Z', 'M8 6.3v3.4', 'M8 11.6v.1'],
  Cancelled: ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11Z', 'M4.2 11.8l7.6-7.6'],
  close: ['M4 4l8 8', 'M12 4l-8 8'],
  retry: ['M12.8 6.5A5.2 5.2 0 1 0 13 9.4', 'M13.2 3v3.6H9.6'],
  audio: ['M6 12V3.5l7-1.5v8.5', 'M6 12a2 1.7 0 1 1-4 0a2 1.7 0 0 1 4 0Z', 'M13 10.5a2 1.7 0 1 1-4 0a2 1.7 0 0 1 4 0Z'],
  video: ['M2 3.5h12v9H2Z', 'M6.7 6.2v3.6l3-1.8Z'],
  captions: ['M2 3.5h12v9H2Z', 'M4.5 9.8h3M9 9.8h2.5M4.5 7.3h1.7M8 7.3h3.5'],
  image: ['M2 3.5h12v9H2Z', 'M2.5 11.5l3.5-4l3 3.2l2-1.8l2.5 2.5', 'M10.6 6.2v.1'],
  download: ['M8 2.5v7.5', 'M4.8 7.2L8 10.4l3.2-3.2', 'M3 13.3h10'],
  trash: ['M2.8 4.5h10.4', 'M6.3 4.3V2.7h3.4v1.6', 'M4.2 4.7l.6 8.6h6.4l.6-8.6'],
  search: ['M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9Z', 'M10.4 10.4L14 14'],
  file: ['M4 1.8h5l3.2 3.2v9.2H4Z', 'M8.8 2v3.3h3.2'],
  open: ['M9.5 2.5h4v4', 'M13.2 2.8L7.8 8.2', 'M11.5 9.5v3.8h-9v-9h4'],
  list: ['M5.5 4h8M5.5 8h8M5.5 12h8', 'M2.5 4h.1M2.5 8h.1M2.5 12h.1'],
  table: ['M2 3h12v10H2Z', 'M2 6.3h12M2 9.6h12M6.3 3v10'],
};

export function icon(name) {
  const paths = shapes[name].map((d) => svg('path', { d }));
  const attributes = { viewBox: '0 0 16 16', class: `icon icon-${name.toLowerCase()}`, 'aria-hidden': 'true' };
  return svg('svg', attributes, ...paths);
}
