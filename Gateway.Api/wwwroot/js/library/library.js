import { api } from '../api.js';
import { debounce, find } from '../dom.js';
import { showEmpty } from '../elements.js';
import { t } from '../i18n.js';
import { announce, attempt } from '../notices.js';
import { replaceLink } from '../router.js';
import { videoCard } from './video-card.js';

const PAGE = 48;
const TYPING_PAUSE = 250;

/** The fetched videos: search, and pages of cards. */
export class Library {
  #field = find('#search');
  #cards = find('#cards');
  #more = find('#more-videos');
  #query = null;
  #next = null;
  #request = new AbortController();

  constructor() {
    this.#field.addEventListener('input', debounce(() => {
      replaceLink('library', { q: this.#field.value.trim() });
      this.#search(this.#field.value.trim());
    }, TYPING_PAUSE));
    find('#search-form').addEventListener('submit', (event) => event.preventDefault());
    this.#more.addEventListener('click', () => this.#loadMore(true));
    const onVisible = ([edge]) => edge.isIntersecting && this.#next !== null && this.#loadMore(false);
    new IntersectionObserver(onVisible).observe(this.#more);
  }

  /** Searches when the reader comes from another view. On the way back from a video, everything stays as it was. */
  show({ q = '' }, isEntered) {
    if (!isEntered && q === this.#query) return undefined;
    if (this.#field !== document.activeElement) this.#field.value = q;
    return this.#search(q);
  }

  remove(id) {
    find(`[data-video="${CSS.escape(id)}"]`, this.#cards)?.remove();
    this.#updateEmpty();
  }

  async #search(query) {
    this.#query = query;
    this.#request.abort();
    this.#request = new AbortController();
    const page = await this.#page(undefined, this.#request.signal);
    if (page === undefined) return;
    this.#cards.replaceChildren(...this.#cardsOf(page));
    this.#onPage(page);
    if (query !== '') announce(t('found', page.items.length, page.next !== undefined));
  }

  async #loadMore(isClick) {
    const cursor = this.#next;
    if (cursor === null || this.#more.disabled) return;
    this.#more.disabled = true;
    const page = await this.#page(cursor, this.#request.signal);
    this.#more.disabled = false;
    if (page === undefined) return;
    const cards = this.#cardsOf(page);
    this.#cards.append(...cards);
    this.#onPage(page);
    if (isClick) find('a', cards[0] ?? this.#cards)?.focus();
  }

  #page(cursor, signal) {
    return attempt(() => api.videos({ q: this.#query, limit: PAGE, cursor }, signal).catch((error) => {
      if (error.name !== 'AbortError') throw error;
    }));
  }

  #cardsOf(page) {
    return page.items.map((video) => videoCard(video, this.#query));
  }

  #onPage(page) {
    this.#next = page.next ?? null;
    this.#more.hidden = this.#next === null;
    this.#updateEmpty();
  }

  #updateEmpty() {
    const name = this.#query === '' ? 'library.empty' : 'library.no.match';
    showEmpty(find('#library-empty'), this.#cards.childElementCount === 0, name, `${name}.note`);
  }
}
