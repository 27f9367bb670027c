import { api, ApiError, newKey } from '../api.js';
import { debounce, el, find, text } from '../dom.js';
import { number } from '../format.js';
import { t } from '../i18n.js';
import { inRequests, linesOf, linksIn, readDraft, wordsOf } from '../links/draft.js';
import { announce, messageOf, notify } from '../notices.js';
import { linkTo } from '../router.js';
import { readStored, store } from '../storage.js';
import { initOptions, readOptions } from './options.js';

// The draft survives a reload, a crash, and a lost connection until it is accepted.
const STORAGE_KEY = 'links.draft';

const TYPING_PAUSE = 150;
const MAX_SHOWN_PROBLEMS = 50;
const MAX_SHOWN_LENGTH = 80;
const MAX_ATTEMPTS = 4;
const FIRST_RETRY_PAUSE = 1000;

/** The form for pasting and dropping links. */
export class AddForm {
  #form = find('#add');
  #field = find('#links');
  #draft = readDraft('');
  #key = null;
  #onAccepted;
  #onTable;

  /**
   * @param {(submission: object) => void} onAccepted
   * @param {(file: File) => void} onTable called with a chosen or dropped table; the form reads text files itself
   */
  constructor(onAccepted, onTable) {
    this.#onAccepted = onAccepted;
    this.#onTable = onTable;
    initOptions(this.#form);
    this.#field.value = readStored(STORAGE_KEY) ?? '';
    this.#field.addEventListener('input', debounce(() => this.#check(true), TYPING_PAUSE));
    this.#field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#form.requestSubmit();
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    find('#remove-invalid').addEventListener('click', () => this.#removeInvalid());
    this.#acceptFiles(find('#file'));
    this.#check(false);
  }

  #acceptFiles(input) {
    find('#choose-file').addEventListener('click', () => input.click());
    input.addEventListener('change', async () => {
      await this.#read(input.files);
      input.value = '';
    });
    this.#form.addEventListener('dragover', (event) => {
      event.preventDefault();
      this.#form.classList.add('is-target');
    });
    this.#form.addEventListener('dragleave', () => this.#form.classList.remove('is-target'));
    this.#form.addEventListener('drop', (event) => {
      this.#form.classList.remove('is-target');
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      this.#read(event.dataTransfer.files);
    });
  }

  async #read(files) {
    const table = [...files].find((file) => !isText(file));
    if (table !== undefined) {
      this.#onTable(table);
      return;
    }

    const links = [];
    for (const file of files) links.push(...linksIn(await file.text()));
    if (links.length === 0) {
      notify(t('file.none'), { isError: true });
      return;
    }

    this.#field.value = [this.#field.value.trimEnd(), ...links].filter((line) => line !== '').join('\n');
    this.#check(true);
    announce(t('file.found', links.length));
  }

  #check(isAnnounced) {
    store(STORAGE_KEY, this.#field.value);
    this.#draft = readDraft(this.#field.value);
    const { links, invalid, duplicates } = this.#draft;
    const parts = [
      links.length > 0 ? t('draft.links', links.length) : null,
      duplicates > 0 ? t('draft.duplicates', duplicates) : null,
      invalid.length > 0 ? t('draft.invalid', invalid.length) : null,
    ].filter(Boolean);
    text(find('#draft-summary'), parts.join(' · '));
    this.#showProblems(invalid.map(({ line, link, reason }) => ({ line, link, message: t(`invalid.${reason}`) })));
    find('#send').textContent = links.length > 0 ? t('send.n', links.length) : t('send');
    if (isAnnounced && parts.length > 0) announce(parts.join(', '));
  }

  #showProblems(each) {
    const problems = merged(each);
    const hidden = problems.length - MAX_SHOWN_PROBLEMS;
    find('#invalid').hidden = problems.length === 0;
    find('#invalid-list').replaceChildren(
      ...problems.slice(0, MAX_SHOWN_PROBLEMS).map(({ line, link, message }) => el(
        'li', {},
        el('span.numbers.muted', {}, t('line', line)), ' ', el('code', {}, shortened(link)),
        el('span.error-text', {}, message),
      )),
      ...(hidden > 0 ? [el('li', {}, t('more', number(hidden)))] : []),
    );
  }

  #removeInvalid() {
    const invalid = new Set(this.#draft.invalid.map(({ link }) => link));
    const lines = linesOf(this.#field.value)
      .map((line) => wordsOf(line).filter((word) => !invalid.has(word)).join(' '));
    this.#field.value = lines.filter((line) => line !== '').join('\n');
    this.#check(true);
    this.#field.focus();
  }

  async #submit() {
    this.#check(false);
    const { links, invalid } = this.#draft;
    if (invalid.length > 0 || links.length === 0) {
      announce(t(invalid.length > 0 ? 'send.invalid' : 'send.none'));
      (invalid.length > 0 ? find('#remove-invalid') : this.#field).focus();
      return;
    }

    const button = find('#send');
    button.disabled = true;
    this.#form.setAttribute('aria-busy', 'true');
    try {
      await this.#send(links);
    } catch (error) {
      this.#onRefused(error);
    } finally {
      button.disabled = false;
      this.#form.removeAttribute('aria-busy');
    }
  }

  async #send(links) {
    const options = readOptions(this.#form);
    let left = links.map(({ link }) => link);
    let last;
    for (const batch of inRequests(left)) {
      const body = { links: batch, ...options };
      const key = this.#keyFor(body);
      last = await withRetries(() => api.submit(body, key));
      this.#key = null;
      left = left.slice(batch.length);
      this.#field.value = left.join('\n');
      this.#check(false);
      this.#onAccepted(last);
    }

    notify(t('accepted', links.length), { link: [t('only.these'), linkTo('queue', { submission: last.id })] });
    this.#field.focus();
  }

  /**
   * The idempotency key of a request. It stays the same until the request is accepted: if the response was lost, the
   * next attempt must not submit the links again.
   */
  #keyFor(body) {
    const content = JSON.stringify(body);
    if (this.#key?.content !== content) this.#key = { content, value: newKey() };
    return this.#key.value;
  }

  #onRefused(error) {
    if (!(error instanceof ApiError)) throw error;
    const refused = error.problem.links;
    if (Array.isArray(refused)) {
      this.#showProblems(refused.map(({ index, link, reason }) =>
        ({ line: this.#draft.links[index]?.line ?? index + 1, link, message: reason })));
    }

    notify(error.isOffline ? t('send.offline') : messageOf(error), { isError: true });
  }
}

/** Merges neighbors with the same line and message. */
function merged(problems) {
  const result = [];
  for (const { line, link, message } of problems) {
    const last = result.at(-1);
    if (last?.line === line && last.message === message) last.link += ` ${link}`;
    else result.push({ line, link, message });
  }

  return result;
}

const shortened = (link) => (link.length > MAX_SHOWN_LENGTH ? `${link.slice(0, MAX_SHOWN_LENGTH)}…` : link);

const isText = ({ name }) => /\.(txt|text|md|url|html?)$/i.test(name);

/** Retries after no response, and after responses that mean a temporary problem of the gateway. */
async function withRetries(action) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      const isTemporary = error instanceof ApiError && (error.isOffline || error.status >= 502);
      if (!isTemporary || attempt === MAX_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_RETRY_PAUSE * 2 ** (attempt - 1)));
    }
  }
}
