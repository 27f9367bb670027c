import { el, find } from './dom.js';
import { t } from './i18n.js';

// A gateway that is open to others asks for a key. It is kept in a cookie that scripts cannot read, until the browser is closed.

let isAsking = false;

/** Asks for the key, once however many requests were refused, and begins anew with it. */
export function askForKey() {
  if (isAsking) return;
  isAsking = true;
  const field = el('input', { type: 'password', name: 'key', id: 'key', required: true, autocomplete: 'off' });
  const wrong = el('p.why', { role: 'alert' });
  const send = async (event) => {
    event.preventDefault();
    const answer = await fetch('/session', { method: 'POST', headers: { 'X-Api-Key': field.value.trim() } }).catch(() => null);
    if (answer?.ok) location.reload();
    else wrong.textContent = t(answer === null ? 'offline' : 'key.invalid');
  };
  const dialog = el(
    'dialog.ask', { 'aria-labelledby': 'key-title', oncancel: (event) => event.preventDefault() },
    el('form', { onsubmit: send }, el('h2', { id: 'key-title' }, t('key.required')), el('label', { for: 'key' }, t('key.note')), field, wrong,
      el('div.buttons', {}, el('button.primary', {}, t('key.use')))),
  );
  find('body').append(dialog);
  dialog.showModal();
}
