import { el, find } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

// Long enough to be read twice. Errors stay until they are closed.
const SHOWN_FOR = 8000;
const MAX_SHOWN = 3;

/** Shows a message and announces it to screen readers. `link` is an optional [text, url]. */
export function notify(message, { isError = false, link } = {}) {
  const onclick = () => remove();
  const close = el('button.plain', { type: 'button', 'aria-label': t('close'), onclick }, icon('close'));
  const notice = el(
    isError ? 'div.notice.is-error' : 'div.notice', {},
    icon(isError ? 'Failed' : 'Succeeded'),
    el('p', {}, message, ...(link ? [' ', el('a', { href: link[1], onclick }, link[0])] : [])),
    close,
  );
  const timer = isError ? 0 : setTimeout(() => remove(), SHOWN_FOR);
  const remove = () => {
    clearTimeout(timer);
    notice.remove();
  };

  const host = find(isError ? '#alerts' : '#notices');
  host.append(notice);
  while (host.childElementCount > MAX_SHOWN) host.firstElementChild.remove();
}

/** Announces a message to screen readers only. */
export function announce(message) {
  find('#announcer').textContent = message;
}

/** The message to show for an error of any kind. */
export const messageOf = (error) => (error.isOffline ? t('offline') : error.message || t('unexpected'));

/** Runs an action of the reader; shows its error and returns undefined if it fails. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    notify(messageOf(error), { isError: true });
    return undefined;
  }
}
