// A result can have a million rows, so only its beginning is read.
const MAX_CHARACTERS = 256 * 1024;

/** Reads the columns and the first rows of a JSON result, { columns, rows }; null if it has none. */
export async function firstRows(url, count) {
  const stop = new AbortController();
  const response = await fetch(url, { signal: stop.signal });
  if (!response.ok) return null;

  let text = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  while (text.length < MAX_CHARACTERS) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    if (rowEnds(text, count) !== null) break;
  }

  stop.abort();
  return cut(text, count);
}

/** Parses the complete rows at the beginning of a JSON table. Pure. */
export function cut(text, count) {
  const ends = rowEnds(text, count) ?? allRowEnds(text);
  const start = text.indexOf('"rows":[');
  if (start < 0) return null;
  const head = text.slice(0, start + '"rows":['.length);
  const rows = ends.length === 0 ? '' : text.slice(head.length, ends.at(-1) + 1);
  return JSON.parse(`${head}${rows}]}`);
}

function rowEnds(text, count) {
  const ends = allRowEnds(text);
  return ends.length >= count ? ends.slice(0, count) : null;
}

/** The index of the bracket that ends each row. Brackets inside strings don't count. */
function allRowEnds(text) {
  const ends = [];
  let [isString, depth] = [false, 0];
  const start = text.indexOf('"rows":[');
  if (start < 0) return ends;
  for (let at = start + '"rows":['.length; at < text.length; at++) {
    const character = text[at];
    if (isString) {
      if (character === '\\') at++;
      else if (character === '"') isString = false;
    } else if (character === '"') {
      isString = true;
    } else if (character === '[') {
      depth++;
    } else if (character === ']') {
      if (depth === 0) return ends;
      depth--;
      ends.push(at);
    }
  }

  return ends;
}
