import { api, newKey } from '../api.js';
import { debounce, el, find } from '../dom.js';
import { t } from '../i18n.js';
import { announce, attempt, notify, sentence } from '../notices.js';
import { go } from '../router.js';
import { table } from './table.js';

const PAUSE = 200;
const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'cp949'];
const SEPARATORS = [',', ';', 'tab', '|'];

/** Shows what was recognised of a table that someone dropped, lets it be corrected, and sends it. */
export class FileForm {
  #sheet;
  #file = null;
  #form = null;
  #asked = new AbortController();

  constructor(sheet) {
    this.#sheet = sheet;
  }

  async open(file) {
    this.#file = file;
    this.#form = el('form.file-form', { onsubmit: (event) => event.preventDefault() }, el('p.muted', {}, t('file.reading')));
    this.#sheet.open(file.name, this.#form, () => this.#asked.abort());
    await this.#look({});
  }

  /** Asks what the file is, given what the reader says of it. */
  async #look(said) {
    this.#asked.abort();
    this.#asked = new AbortController();
    try {
      this.#draw(await api.previewFile(this.#file, said, this.#asked.signal), said);
    } catch (error) {
      if (error.name !== 'AbortError') this.#refused(error, said);
    }
  }

  /** The columns were not found, mostly: the reader can name them, and what was said stays so that it can be mended. */
  #refused(error, said) {
    const field = (name, label) => el('label.file-field', {}, el('span', {}, label), el('input', { name, value: said[name] ?? '' }));
    const look = () => {
      const named = [...this.#form.elements].filter(({ name, value }) => name !== '' && value.trim() !== '').map(({ name, value }) => [name, value.trim()]);
      this.#look(Object.fromEntries(named));
    };
    this.#form.replaceChildren(
      el('div.failure', { role: 'alert' }, el('p.failure-reason', {}, sentence(error))),
      el('fieldset.file-fields', {}, el('legend.unseen', {}, t('file.settings')), field('link', t('file.link')), field('x', t('file.x')), field('y', t('file.y'))),
      el('div.add-end', {}, el('button.primary', { type: 'button', onclick: look }, t('file.retry'))),
    );
  }

  #draw(found, said) {
    const focused = document.activeElement?.name;
    const columns = found.columns.map((name, place) => [String(place + 1), t('file.column', place + 1, name)]);
    const changed = debounce((event) => this.#look(this.#said(said, event.target)), PAUSE);
    const choice = (name, label, values, value) => el('label.file-field', {}, el('span', {}, label), el(
      'select', { name, onchange: changed }, values.map(([key, words]) => el('option', { value: key, selected: key === String(value) }, words)),
    ));
    const isLinks = found.kind === 'links';
    this.#form.replaceChildren(
      el('p.file-rows', {}, t('file.rows', found.rows, found.emptyRows)),
      el('fieldset.file-fields', {}, el('legend.unseen', {}, t('file.settings')), [
        choice('kind', t('file.kind'), ['links', 'coordinates'].map((kind) => [kind, t(`file.${kind}`)]), found.kind),
        isLinks ? choice('link', t('file.link'), columns, found.link) : null,
        isLinks ? null : choice('x', t('file.x'), columns, found.x),
        isLinks ? null : choice('y', t('file.y'), columns, found.y),
        found.sheets?.length > 1 ? choice('sheet', t('file.sheet'), found.sheets.map((name) => [name, name]), found.sheet) : null,
        found.encoding ? choice('encoding', t('file.encoding'), withFound(ENCODINGS, found.encoding), found.encoding) : null,
        found.separator ? choice('separator', t('file.separator'), withFound(SEPARATORS, found.separator), found.separator) : null,
        el('label.tick', {}, el('input', { type: 'checkbox', name: 'header', checked: found.header, onchange: changed }), el('span', {}, t('file.header'))),
      ]),
      found.swapped ? el('p.missing', {}, t('file.swapped')) : '',
      el('div.add-end', {}, el('button.primary', { type: 'button', onclick: (event) => this.#send(event.target, said) }, t('file.send', found.rows))),
      table(t('file.preview'), found.columns, found.firstRows, [found.link, found.x, found.y].filter(Boolean)),
    );
    if (focused) find(`[name="${focused}"]`, this.#form)?.focus();
    announce(t('file.rows', found.rows, found.emptyRows));
  }

  /** Another kind or sheet has other columns: what was said of these is forgotten. */
  #said(said, field) {
    const { link, x, y, ...rest } = said;
    const columns = field.name === 'kind' || field.name === 'sheet' ? {} : { link, x, y };
    return { ...rest, ...columns, [field.name]: field.type === 'checkbox' ? String(field.checked) : field.value };
  }

  async #send(button, said) {
    button.disabled = true;
    button.textContent = t('file.uploading');
    const answer = await attempt(() => api.submitFile(this.#file, { ...said, name: this.#file.name }, newKey()));
    if (answer === undefined) {
      this.#look(said);
      return;
    }

    notify(t('file.accepted', answer.rows));
    this.#sheet.close();
    go('queue', { submission: answer.id });
  }
}

const withFound = (names, found) => [...new Set([...names, found.toLowerCase()])].map((name) => [name, name === 'tab' ? t('file.tab') : name]);
