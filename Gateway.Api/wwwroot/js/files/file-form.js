import { api, newKey } from '../api.js';
import { debounce, el, find } from '../dom.js';
import { t } from '../i18n.js';
import { announce, attempt, messageOf, notify } from '../notices.js';
import { navigate } from '../router.js';
import { rowTable } from './row-table.js';

const CHANGE_PAUSE = 200;
const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'cp949'];
const SEPARATORS = [',', ';', 'tab', '|'];

/** Shows how the gateway reads a table, lets the reader correct it, and uploads the table. */
export class FileForm {
  #sheet;
  #file = null;
  #form = null;
  #request = new AbortController();

  constructor(sheet) {
    this.#sheet = sheet;
  }

  async open(file) {
    this.#file = file;
    const onsubmit = (event) => event.preventDefault();
    this.#form = el('form.file-form', { onsubmit }, el('p.muted', {}, t('file.reading')));
    this.#sheet.open(file.name, this.#form, () => this.#request.abort());
    await this.#preview({});
  }

  /** Asks the gateway for a preview with the settings that the reader chose. */
  async #preview(settings) {
    this.#request.abort();
    this.#request = new AbortController();
    try {
      this.#draw(await api.previewFile(this.#file, settings, this.#request.signal), settings);
    } catch (error) {
      if (error.name !== 'AbortError') this.#drawError(error, settings);
    }
  }

  /** Usually no columns were found, so the reader can name them. The settings so far stay, to be corrected. */
  #drawError(error, settings) {
    const field = (name) => labeled(t(`file.${name}`), el('input', { name, value: settings[name] ?? '' }));
    const retry = () => {
      const given = [...this.#form.elements]
        .filter(({ name, value }) => name !== '' && value.trim() !== '')
        .map(({ name, value }) => [name, value.trim()]);
      this.#preview(Object.fromEntries(given));
    };
    this.#form.replaceChildren(
      el('div.failure', { role: 'alert' }, el('p.failure-summary', {}, messageOf(error))),
      fieldset(['link', 'x', 'y'].map(field)),
      el('div.form-actions', {}, el('button.primary', { type: 'button', onclick: retry }, t('file.retry'))),
    );
  }

  #draw(found, settings) {
    const focused = document.activeElement?.name;
    const send = (event) => this.#send(event.target, settings);
    this.#form.replaceChildren(
      el('p.file-rows', {}, t('file.rows', found.rows, found.emptyRows)),
      fieldset(this.#fields(found, settings)),
      found.swapped ? el('p.warning', {}, t('file.swapped')) : '',
      el('div.form-actions', {}, el('button.primary', { type: 'button', onclick: send }, t('file.send', found.rows))),
      rowTable(t('file.preview'), found.columns, found.firstRows, [found.link, found.x, found.y].filter(Boolean)),
    );
    if (focused) find(`[name="${focused}"]`, this.#form)?.focus();
    announce(t('file.rows', found.rows, found.emptyRows));
  }

  #fields(found, settings) {
    const onchange = debounce((event) => this.#preview(changed(settings, event.target)), CHANGE_PAUSE);
    const choice = (name, label, values) => {
      const options = values.map(([value, words]) =>
        el('option', { value, selected: value === String(found[name]) }, words));
      return labeled(label, el('select', { name, onchange }, options));
    };
    const columns = found.columns.map((name, index) => [String(index + 1), t('file.column', index + 1, name)]);
    const column = (name) => choice(name, t(`file.${name}`), columns);
    const isLinks = found.kind === 'links';
    const header = el('input', { type: 'checkbox', name: 'header', checked: found.header, onchange });
    return [
      choice('kind', t('file.kind'), ['links', 'coordinates'].map((kind) => [kind, t(`file.${kind}`)])),
      ...(isLinks ? ['link'] : ['x', 'y']).map(column),
      found.sheets?.length > 1 ? choice('sheet', t('file.sheet'), found.sheets.map((name) => [name, name])) : null,
      found.encoding ? choice('encoding', t('file.encoding'), withFound(ENCODINGS, found.encoding)) : null,
      found.separator ? choice('separator', t('file.separator'), withFound(SEPARATORS, found.separator)) : null,
      el('label.checkbox', {}, header, el('span', {}, t('file.header'))),
    ];
  }

  async #send(button, settings) {
    button.disabled = true;
    button.textContent = t('file.uploading');
    const options = { ...settings, name: this.#file.name };
    const answer = await attempt(() => api.submitFile(this.#file, options, newKey()));
    if (answer === undefined) {
      this.#preview(settings);
      return;
    }

    notify(t('file.accepted', answer.rows));
    this.#sheet.close();
    navigate('queue', { submission: answer.id });
  }
}

const fieldset = (fields) =>
  el('fieldset.file-fields', {}, el('legend.visually-hidden', {}, t('file.settings')), fields);

const labeled = (label, field) => el('label.file-field', {}, el('span', {}, label), field);

/** Applies a change. Another kind or sheet has other columns, so the chosen columns are dropped. */
function changed(settings, field) {
  const { link, x, y, ...rest } = settings;
  const columns = field.name === 'kind' || field.name === 'sheet' ? {} : { link, x, y };
  return { ...rest, ...columns, [field.name]: field.type === 'checkbox' ? String(field.checked) : field.value };
}

const withFound = (names, found) =>
  [...new Set([...names, found.toLowerCase()])].map((name) => [name, name === 'tab' ? t('file.tab') : name]);
