import { checkLink } from './link-check.js';

/** What the gateway takes in one request. */
export const MAX_LINKS = 10_000;

// A megabyte is what the gateway reads; this leaves room for the rest of the request.
const MAX_BYTES = 900_000;

/** What was pasted: { links, bad: [{ line, link, why }], duplicates }, of one link a word. Pure. */
export function readDraft(text) {
  const seen = new Set();
  const draft = { links: [], bad: [], duplicates: 0 };
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    for (const link of line.split(/[\s,;]+/).filter((word) => word !== '')) {
      const found = checkLink(link);
      if (found.kind === 'refused') {
        draft.bad.push({ line: index + 1, link, why: found.why });
      } else if (seen.has(`${found.kind} ${found.id}`)) {
        draft.duplicates++;
      } else {
        seen.add(`${found.kind} ${found.id}`);
        draft.links.push({ ...found, link, line: index + 1 });
      }
    }
  });
  return draft;
}

/** The links of a text in which anything else may stand too, as the cells of a table. Pure. */
export function linksIn(text) {
  return text.split(/[\s,;"'<>|]+/).filter((word) => /youtu\.?be/i.test(word) && checkLink(word).kind !== 'refused');
}

/** Cut into what fits one request each. Pure. */
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
