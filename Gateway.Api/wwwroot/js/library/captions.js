const TIMES = /^(\d+):(\d\d):(\d\d)[,.](\d{3})\s*-->\s*(\d+):(\d\d):(\d\d)[,.](\d{3})/;

/** The cues of a SubRip file as { start, end, text }, in seconds; what is no cue is left out. Pure. */
export function cuesOf(file) {
  const cues = [];
  for (const block of file.replace(/^\uFEFF/, '').split(/\r?\n[ \t]*\r?\n/)) {
    const lines = block.split(/\r?\n/);
    const place = lines.findIndex((line) => TIMES.test(line));
    if (place < 0) continue;
    const [h1, m1, s1, ms1, h2, m2, s2, ms2] = TIMES.exec(lines[place]).slice(1).map(Number);
    const text = lines.slice(place + 1).join('\n').trim();
    if (text !== '') cues.push({ start: h1 * 3600 + m1 * 60 + s1 + ms1 / 1000, end: h2 * 3600 + m2 * 60 + s2 + ms2 / 1000, text });
  }

  return cues;
}
