import { failures as en } from './i18n/failures.en.js';
import { failures as ko } from './i18n/failures.ko.js';
import { language } from './i18n.js';

const texts = { en, ko }[language];

/** What happened and what to do, in the reader's language; of a code that is new to the page, the gateway's own sentence. */
export function explain({ code, reason }) {
  const [what, advice] = texts[code] ?? [reason, ''];
  return { what, advice };
}
