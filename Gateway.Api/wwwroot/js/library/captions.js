const TIMES = /^(\d+):(\d\d):(\d\d)[,.](\d{3})\s*-->\s*(\d+):(\d\d):(\d\d)[,.](\d{3})/;

/** Parses the cues of a SubRip file into { start, end, text }, in seconds. Blocks without times are skipped. Pure. */
export function cuesOf(file) {
  const cues = [];
  for (const block of file.replace(/^\uFEFF/, '').split(/\r?\n[ \t]*\r?\n/)) {
    const lines = block.split(/\r?\n/);
    const index = lines.findIndex((line) => TIMES.test(line));
    if (index < 0) continue;
    const [h1, m1, s1, ms1, h2, m2, s2, ms2] = TIMES.exec(lines[index]).slice(1).map(Number);
    const text = lines.slice(index + 1).join('\n').trim();
    const start = h1 * 3600 + m1 * 60 + s1 + ms1 / 1000;
    const end = h2 * 3600 + m2 * 60 + s2 + ms2 / 1000;
    if (text !== '') cues.push({ start, end, text });
  }

  return cues;
}
