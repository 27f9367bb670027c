import { failures as en } from './i18n/failures.en.js';
import { failures as ko } from './i18n/failures.ko.js';
import { language } from './i18n.js';

const texts = { en, ko }[language];

/** Explains a failure in the reader's language. A code that the page doesn't know gets the gateway's own message. */
export function explain({ code, reason }) {
  const [summary, advice] = texts[code] ?? [reason, ''];
  return { summary, advice };
}
