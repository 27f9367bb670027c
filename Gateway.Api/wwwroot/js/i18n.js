import { en } from './i18n/en.js';
import { ko } from './i18n/ko.js';

const texts = { en, ko };

/** The first of the reader's preferred languages that the page has. */
export const language = (navigator.languages ?? []).map((tag) => tag.split('-')[0]).find((tag) => tag in texts) ?? 'en';

/** Returns the text of this name; a text with values is a function of them. */
export function t(name, ...values) {
  const found = texts[language][name] ?? en[name];
  if (found === undefined) throw new Error(`There is no text "${name}".`);
  return typeof found === 'function' ? found(...values) : found;
}

/** Translates the served page: `data-t` names the text of an element, `data-t-…` the text of an attribute. */
export function translatePage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const attribute of ['aria-label', 'placeholder']) {
    for (const element of document.querySelectorAll(`[data-t-${attribute}]`)) {
      element.setAttribute(attribute, t(element.getAttribute(`data-t-${attribute}`)));
    }
  }
}
