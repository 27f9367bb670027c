import { el, find } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

/** The panel at the side in which one thing is looked at closely; a dialog, so Escape closes it and the focus comes back. */
export class Sheet {
  #dialog = el('dialog.sheet', { 'aria-labelledby': 'sheet-title' });
  #onClose = () => {};

  constructor() {
    document.body.append(this.#dialog);
    this.#dialog.addEventListener('close', () => {
      this.#dialog.replaceChildren();
      this.#onClose();
    });
    this.#dialog.addEventListener('click', (event) => event.target === this.#dialog && this.close());
  }

  get isOpen() {
    return this.#dialog.open;
  }

  open(title, content, onClose) {
    this.#onClose = onClose;
    const close = el('button.plain', { type: 'button', 'aria-label': t('close'), onclick: () => this.close() }, icon('close'));
    this.#dialog.replaceChildren(
      el('div.sheet-head', {}, el('h2', { id: 'sheet-title' }, title), close),
      el('div.sheet-body', { tabIndex: 0, role: 'group', 'aria-labelledby': 'sheet-title' }, content),
    );
    if (!this.#dialog.open) this.#dialog.showModal();
    find('.sheet-body', this.#dialog).scrollTop = 0;
  }

  close() {
    this.#dialog.close();
  }

  /** Closes because the reader has gone elsewhere already. */
  leave() {
    this.#onClose = () => {};
    if (this.isOpen) this.close();
  }
}

/** Asks before something is done that can't be undone. */
export function confirm(question, note, action) {
  return new Promise((resolve) => {
    const answer = (value) => el('button', { value, className: value === 'yes' ? 'danger' : '' }, value === 'yes' ? action : t('dismiss'));
    const dialog = el(
      'dialog.ask', { 'aria-labelledby': 'ask-title', 'aria-describedby': 'ask-note' },
      el('form', { method: 'dialog' }, el('h2', { id: 'ask-title' }, question), el('p', { id: 'ask-note' }, note),
        el('div.buttons', {}, answer('no'), answer('yes'))),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
