import { el, find } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

// Long enough to be read twice; errors stay until they are closed.
const SHOWN_FOR = 8000;

/** Says something, to eyes and to screen readers. `link` is an optional [text, address]. */
export function notify(message, { isError = false, link } = {}) {
  const close = el('button.plain', { type: 'button', 'aria-label': t('close'), onclick: () => remove() }, icon('close'));
  const notice = el(
    isError ? 'div.notice.is-error' : 'div.notice', {},
    icon(isError ? 'Failed' : 'Succeeded'),
    el('p', {}, message, ...(link ? [' ', el('a', { href: link[1], onclick: () => remove() }, link[0])] : [])),
    close,
  );
  const timer = isError ? 0 : setTimeout(() => remove(), SHOWN_FOR);
  const remove = () => {
    clearTimeout(timer);
    notice.remove();
  };

  const places = find(isError ? '#alerts' : '#notices');
  places.append(notice);
  while (places.childElementCount > 3) places.firstElementChild.remove();
}

/** Says something to screen readers only. */
export function announce(message) {
  find('#announcer').textContent = message;
}

/** The sentence of an error, whatever it was. */
export const sentence = (error) => (error.isOffline ? t('offline') : error.message || t('unexpected'));

/** Runs an action of the reader's and tells when it went wrong. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    notify(sentence(error), { isError: true });
    return undefined;
  }
}
