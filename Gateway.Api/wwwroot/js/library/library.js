import { api } from '../api.js';
import { debounce, find, text } from '../dom.js';
import { t } from '../i18n.js';
import { announce, attempt } from '../notices.js';
import { stay } from '../router.js';
import { videoCard } from './video-card.js';

const PAGE = 48;
const PAUSE = 250;

/** What was fetched: search, and cards in pages. */
export class Library {
  #field = find('#search');
  #cards = find('#cards');
  #more = find('#more-videos');
  #query = null;
  #next = null;
  #asked = new AbortController();

  constructor() {
    this.#field.addEventListener('input', debounce(() => {
      stay('library', { q: this.#field.value.trim() });
      this.#search(this.#field.value.trim());
    }, PAUSE));
    find('#search-form').addEventListener('submit', (event) => event.preventDefault());
    this.#more.addEventListener('click', () => this.#load(true));
    new IntersectionObserver(([edge]) => edge.isIntersecting && this.#next !== null && this.#load(false)).observe(this.#more);
  }

  /** Looks anew when the reader comes from elsewhere; on the way back from a video all stays as it was. */
  show({ q = '' }, isEntered) {
    if (!isEntered && q === this.#query) return undefined;
    if (this.#field !== document.activeElement) this.#field.value = q;
    return this.#search(q);
  }

  forget(id) {
    find(`[data-video="${CSS.escape(id)}"]`, this.#cards)?.remove();
    this.#empty();
  }

  async #search(query) {
    this.#query = query;
    this.#asked.abort();
    this.#asked = new AbortController();
    const page = await this.#page(undefined, this.#asked.signal);
    if (page === undefined) return;
    this.#cards.replaceChildren(...page.items.map((video) => videoCard(video, this.#query)));
    this.#arrived(page);
    if (query !== '') announce(t('found', page.items.length, page.next !== undefined));
  }

  async #load(isByHand) {
    const cursor = this.#next;
    if (cursor === null || this.#more.disabled) return;
    this.#more.disabled = true;
    const page = await this.#page(cursor, this.#asked.signal);
    this.#more.disabled = false;
    if (page === undefined) return;
    const cards = page.items.map((video) => videoCard(video, this.#query));
    this.#cards.append(...cards);
    this.#arrived(page);
    if (isByHand) find('a', cards[0] ?? this.#cards)?.focus();
  }

  #page(cursor, signal) {
    return attempt(() => api.videos({ q: this.#query, limit: PAGE, cursor }, signal).catch((error) => {
      if (error.name !== 'AbortError') throw error;
    }));
  }

  #arrived(page) {
    this.#next = page.next ?? null;
    this.#more.hidden = this.#next === null;
    this.#empty();
  }

  #empty() {
    const isEmpty = this.#cards.childElementCount === 0;
    find('#library-empty').hidden = !isEmpty;
    text(find('#library-empty h3'), t(this.#query === '' ? 'library.empty' : 'library.no.match'));
    text(find('#library-empty p'), t(this.#query === '' ? 'library.empty.note' : 'library.no.match.note'));
  }
}
