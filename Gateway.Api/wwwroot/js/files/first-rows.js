// A result may have a million rows: it is read only as far as the first of them go.
const MOST_CHARACTERS = 256 * 1024;

/** The columns and the first rows of a result in JSON, { columns, rows }; null when it has none. */
export async function firstRows(address, count) {
  const stop = new AbortController();
  const response = await fetch(address, { signal: stop.signal });
  if (!response.ok) return null;

  let text = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  while (text.length < MOST_CHARACTERS) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    if (rowEnds(text, count) !== null) break;
  }

  stop.abort();
  return cut(text, count);
}

/** The table as far as a piece of its JSON has whole rows. Pure. */
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

/** Where each row ends: a bracket outside of a text. */
function allRowEnds(text) {
  const ends = [];
  let [isText, depth] = [false, 0];
  const start = text.indexOf('"rows":[');
  if (start < 0) return ends;
  for (let at = start + '"rows":['.length; at < text.length; at++) {
    const sign = text[at];
    if (isText) {
      if (sign === '\\') at++;
      else if (sign === '"') isText = false;
    } else if (sign === '"') {
      isText = true;
    } else if (sign === '[') {
      depth++;
    } else if (sign === ']') {
      if (depth === 0) return ends;
      depth--;
      ends.push(at);
    }
  }

  return ends;
}
