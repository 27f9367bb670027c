import { checkLink } from './link-check.js';

/** The most links that the gateway accepts in one request. */
export const MAX_LINKS = 10_000;

// The gateway accepts a megabyte. This leaves room for the rest of the request.
const MAX_BYTES = 900_000;

export const linesOf = (text) => text.split(/\r\n|\n|\r/);

/** The words of a line, each of which should be a link. */
export const wordsOf = (line) => line.split(/[\s,;]+/).filter((word) => word !== '');

/** Reads pasted text into { links, invalid: [{ line, link, reason }], duplicates }. Pure. */
export function readDraft(text) {
  const seen = new Set();
  const draft = { links: [], invalid: [], duplicates: 0 };
  linesOf(text).forEach((content, index) => {
    const line = index + 1;
    for (const link of wordsOf(content)) {
      const found = checkLink(link);
      if (found.kind === 'invalid') {
        draft.invalid.push({ line, link, reason: found.reason });
      } else if (seen.has(`${found.kind} ${found.id}`)) {
        draft.duplicates++;
      } else {
        seen.add(`${found.kind} ${found.id}`);
        draft.links.push({ ...found, link, line });
      }
    }
  });
  return draft;
}

/** Finds the links in any text, such as the cells of a table. Pure. */
export function linksIn(text) {
  return text.split(/[\s,;"'<>|]+/).filter((word) => /youtu\.?be/i.test(word) && checkLink(word).kind !== 'invalid');
}

/** Splits links into lists that fit one request each. Pure. */
export function inRequests(links) {
  const requests = [];
  let size = Infinity;
  for (const link of links) {
    const bytes = 2 * link.length + 3;
    if (size + bytes > MAX_BYTES || requests.at(-1).length === MAX_LINKS) {
      requests.push([]);
      size = 0;
    }

    requests.at(-1).push(link);
    size += bytes;
  }

  return requests;
}
