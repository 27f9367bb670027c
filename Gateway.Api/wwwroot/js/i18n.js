import { en } from './i18n/en.js';
import { ko } from './i18n/ko.js';

const texts = { en, ko };

/** Of the languages that the reader prefers, the first that there is. */
export const language = (navigator.languages ?? []).map((tag) => tag.split('-')[0]).find((tag) => tag in texts) ?? 'en';

/** The text of that name; one that depends on values is a function of them. */
export function t(name, ...values) {
  const found = texts[language][name] ?? en[name];
  if (found === undefined) throw new Error(`There is no text "${name}".`);
  return typeof found === 'function' ? found(...values) : found;
}

/** Puts texts into the page as it was served: `data-t` names an element's text, `data-t-…` those of its attributes. */
export function translatePage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const attribute of ['aria-label', 'placeholder']) {
    for (const element of document.querySelectorAll(`[data-t-${attribute}]`)) {
      element.setAttribute(attribute, t(element.getAttribute(`data-t-${attribute}`)));
    }
  }
}
