import { el, find } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

/** The side panel with the details of one item. It is a dialog, so Escape closes it and the focus returns. */
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
    const close = el(
      'button.plain', { type: 'button', 'aria-label': t('close'), onclick: () => this.close() }, icon('close'),
    );
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

  /** Closes without calling back: the reader has already navigated elsewhere. */
  dismiss() {
    this.#onClose = () => {};
    if (this.isOpen) this.close();
  }
}

/** Asks before an action that is hard to undo; `action` is the label of the button that confirms. */
export function confirm(question, note, action) {
  return new Promise((resolve) => {
    const dialog = el(
      'dialog.prompt', { 'aria-labelledby': 'prompt-title', 'aria-describedby': 'prompt-note' },
      el(
        'form', { method: 'dialog' }, el('h2', { id: 'prompt-title' }, question), el('p', { id: 'prompt-note' }, note),
        el(
          'div.buttons', {},
          el('button', { value: 'no' }, t('dismiss')), el('button.danger', { value: 'yes' }, action),
        ),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
