import { api, ApiError, newKey } from '../api.js';
import { debounce, el, find, text } from '../dom.js';
import { number } from '../format.js';
import { t } from '../i18n.js';
import { inRequests, linksIn, readDraft } from '../links/draft.js';
import { announce, notify, sentence } from '../notices.js';
import { addressOf } from '../router.js';
import { followOptions, readOptions } from './options.js';

// What was pasted survives a reload, a crash and a lost network until it is accepted.
const KEPT = 'links.draft';

const PAUSE = 150;
const SHOWN_PROBLEMS = 50;

// The same key with every try, so that links which were accepted without our hearing of it are not accepted twice.
const TRIES = 4;
const FIRST_PAUSE = 1000;

/** The form in which links are pasted or dropped. */
export class Add {
  #form = find('#add');
  #field = find('#links');
  #draft = readDraft('');
  #onAccepted;
  #onTable;

  /**
   * @param {(submission: object) => void} onAccepted
   * @param {(file: File) => void} onTable a table was chosen or dropped; texts are read here
   */
  constructor(onAccepted, onTable) {
    this.#onAccepted = onAccepted;
    this.#onTable = onTable;
    followOptions(this.#form);
    this.#field.value = recall();
    const check = debounce(() => this.#check(true), PAUSE);
    this.#field.addEventListener('input', check);
    this.#field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#form.requestSubmit();
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    find('#leave-out').addEventListener('click', () => this.#leaveOut());
    this.#follow(find('#file'));
    this.#check(false);
  }

  #follow(input) {
    find('#choose-file').addEventListener('click', () => input.click());
    input.addEventListener('change', async () => {
      await this.#take(input.files);
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
      this.#take(event.dataTransfer.files);
    });
  }

  async #take(files) {
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

  #check(isSpoken) {
    keep(this.#field.value);
    this.#draft = readDraft(this.#field.value);
    const { links, bad, duplicates } = this.#draft;
    const parts = [
      links.length > 0 ? t('draft.links', links.length) : null,
      duplicates > 0 ? t('draft.duplicates', duplicates) : null,
      bad.length > 0 ? t('draft.invalid', bad.length) : null,
    ].filter(Boolean);
    text(find('#draft-summary'), parts.join(' · '));
    this.#showBad(bad.map(({ line, link, why }) => ({ line, link, reason: t(`invalid.${why}`) })));
    find('#send').textContent = links.length > 0 ? t('send.n', links.length) : t('send');
    if (isSpoken && parts.length > 0) announce(parts.join(', '));
  }

  #showBad(each) {
    const bad = together(each);
    find('#bad').hidden = bad.length === 0;
    find('#bad-list').replaceChildren(
      ...bad.slice(0, SHOWN_PROBLEMS).map(({ line, link, reason }) => el(
        'li', {}, el('span.numbers.muted', {}, t('line', line)), ' ', el('code', {}, link.length > 80 ? `${link.slice(0, 80)}…` : link), el('span.why', {}, reason),
      )),
      ...(bad.length > SHOWN_PROBLEMS ? [el('li', {}, t('more', number(bad.length - SHOWN_PROBLEMS)))] : []),
    );
  }

  /** Takes out what is no link, so that the rest can go. */
  #leaveOut() {
    const bad = new Set(this.#draft.bad.map(({ link }) => link));
    const lines = this.#field.value.split(/\r\n|\n|\r/)
      .map((line) => line.split(/[\s,;]+/).filter((word) => word !== '' && !bad.has(word)).join(' '));
    this.#field.value = lines.filter((line) => line !== '').join('\n');
    this.#check(true);
    this.#field.focus();
  }

  async #submit() {
    this.#check(false);
    const { links, bad } = this.#draft;
    if (bad.length > 0 || links.length === 0) {
      announce(t(bad.length > 0 ? 'send.invalid' : 'send.none'));
      (bad.length > 0 ? find('#leave-out') : this.#field).focus();
      return;
    }

    const button = find('#send');
    button.disabled = true;
    this.#form.setAttribute('aria-busy', 'true');
    try {
      await this.#send(links);
    } catch (error) {
      this.#refused(error);
    } finally {
      button.disabled = false;
      this.#form.removeAttribute('aria-busy');
    }
  }

  async #send(links) {
    const options = readOptions(this.#form);
    let left = links.map(({ link }) => link);
    let last;
    for (const some of inRequests(left)) {
      const body = { links: some, ...options };
      const key = this.#keyFor(body);
      last = await patiently(() => api.submit(body, key.value));
      this.#key = null;
      left = left.slice(some.length);
      this.#field.value = left.join('\n');
      this.#check(false);
      this.#onAccepted(last);
    }

    notify(t('accepted', links.length), { link: [t('only.these'), addressOf('queue', { submission: last.id })] });
    this.#field.focus();
  }

  #key = null;

  /** The same request has the same key until it is accepted. */
  #keyFor(body) {
    const of = JSON.stringify(body);
    if (this.#key?.of !== of) this.#key = { of, value: newKey() };
    return this.#key;
  }

  #refused(error) {
    if (!(error instanceof ApiError)) throw error;
    const named = error.problem.links;
    if (Array.isArray(named)) this.#showBad(named.map(({ index, link, reason }) => ({ line: this.#draft.links[index]?.line ?? index + 1, link, reason })));
    notify(error.isOffline ? t('send.offline') : sentence(error), { isError: true });
  }
}

/** What stands in one line and is wrong for one reason is told once. */
function together(each) {
  const told = [];
  for (const { line, link, reason } of each) {
    const last = told.at(-1);
    if (last?.line === line && last.reason === reason) last.link += ` ${link}`;
    else told.push({ line, link, reason });
  }

  return told;
}

const isText = ({ name }) => /\.(txt|text|md|url|html?)$/i.test(name);

/** Tries again where that may help: nothing was heard, or the gateway is short of something for the moment. */
async function patiently(action) {
  for (let turn = 1; ; turn++) {
    try {
      return await action();
    } catch (error) {
      const mayPass = error instanceof ApiError && (error.isOffline || error.status >= 502);
      if (!mayPass || turn === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE * 2 ** (turn - 1)));
    }
  }
}

function recall() {
  try {
    return localStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}

function keep(draft) {
  try {
    localStorage.setItem(KEPT, draft);
  } catch {
    // Too long for the storage, or none: then it lasts as long as the page.
  }
}
