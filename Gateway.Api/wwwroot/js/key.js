import { el, find } from './dom.js';
import { t } from './i18n.js';
import { readStored, store } from './storage.js';

// A gateway with API keys answers 401 without one. The page exchanges the key for a session, whose cookie scripts can't
// read; they only remember that there is one.

const signedIn = 'signed-in';

let isAsking = false;

/** Shows a button that ends the session, if there is one. */
export function offerSignOut(place) {
  if (readStored(signedIn) !== 'true') return;
  const signOut = async () => {
    const response = await fetch('/session', { method: 'DELETE' }).catch(() => null);
    if (response === null) return;
    store(signedIn, 'false');
    location.reload();
  };
  place.append(el('button', { type: 'button', id: 'sign-out', onclick: signOut }, t('key.signOut')));
}

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
    if (response?.ok) {
      store(signedIn, 'true');
      location.reload();
    }
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
