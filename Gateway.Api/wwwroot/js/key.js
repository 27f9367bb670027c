import { el, find } from './dom.js';
import { t } from './i18n.js';

// A gateway with API keys answers 401 without one. The key is kept in a session cookie that scripts can't read.

let isAsking = false;

/** Asks for the key, once for any number of refused requests, and reloads the page with it. */
export function askForKey() {
  if (isAsking) return;
  isAsking = true;
  const field = el('input', { type: 'password', name: 'key', id: 'key', required: true, autocomplete: 'off' });
  const error = el('p.error-text', { role: 'alert' });
  const send = async (event) => {
    event.preventDefault();
    const headers = { 'X-Api-Key': field.value.trim() };
    const response = await fetch('/session', { method: 'POST', headers }).catch(() => null);
    if (response?.ok) location.reload();
    else error.textContent = t(response === null ? 'offline' : 'key.invalid');
  };
  const dialog = el(
    'dialog.prompt', { 'aria-labelledby': 'key-title', oncancel: (event) => event.preventDefault() },
    el(
      'form', { onsubmit: send },
      el('h2', { id: 'key-title' }, t('key.required')), el('label', { for: 'key' }, t('key.note')), field, error,
      el('div.buttons', {}, el('button.primary', {}, t('key.use'))),
    ),
  );
  find('body').append(dialog);
  dialog.showModal();
}
