import { byId, el } from './dom';
import type { Page } from './page';
import { searchDocument, type SearchAnswer } from './queries';
import { readState, searchVariables, toggle, writeState, type SearchState } from './search-state';
import { facetGroups, hitItem, summary } from './search-view';

const shownHits = 20;

/** Brings the search box to life and runs the search that the address of the page holds. */
export function openSearch(page: Page): void {
  const box = byId<HTMLInputElement>('query');
  let state = readState(new URLSearchParams(location.search));
  let running = new AbortController();

  // An answer that a newer search has overtaken is dropped.
  const run = async (next: SearchState) => {
    state = next;
    running.abort();
    running = new AbortController();
    const { signal } = running;
    history.replaceState(null, '', `?${writeState(new URLSearchParams(location.search), state)}`);
    byId('search-status').textContent = page.t('search.busy');
    const answer = await page.api.graphql<SearchAnswer>(searchDocument, searchVariables(state, shownHits), signal);
    if (signal.aborted) return;
    if (!answer.ok && answer.refusal.code === 'UNAUTHENTICATED') return signInAgain();
    if (answer.ok) show(page, answer.body.search, state, run);
    else showFailure(answer.refusal.message);
  };

  byId('search-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const query = box.value.trim();
    if (query) void run({ ...state, query });
  });
  byId<HTMLDetailsElement>('filters').open = matchMedia('(min-width: 44rem)').matches;
  box.value = state.query;
  if (state.query) void run(state);
}

function show(page: Page, found: SearchAnswer['search'], state: SearchState, run: (next: SearchState) => void): void {
  const status = byId('search-status');
  status.classList.remove('problem');
  status.textContent = summary(page.t, found, state.query);
  byId('hits').replaceChildren(...found.hits.map((hit) => hitItem(page.t, hit)));
  showFacets(page, found, state, run);
}

// The boxes are built anew with every answer: the one that was used gets the keyboard's focus back.
function showFacets(page: Page, found: SearchAnswer['search'], state: SearchState, run: (next: SearchState) => void) {
  const focused = document.activeElement?.id;
  const groups = facetGroups(page.t, found.facets, state, (name, value) => run(toggle(state, name, value)));
  const filters = byId('filters');
  filters.hidden = groups.length === 0;
  const clear = el('button', { type: 'button', class: 'quiet' }, page.t('search.clear'));
  clear.addEventListener('click', () => {
    byId('query').focus();
    run({ ...state, chosen: {} });
  });
  const filtered = Object.values(state.chosen).some((values) => values.length > 0);
  byId('facets').replaceChildren(...groups, ...(filtered ? [clear] : []));
  if (focused?.startsWith('facet-')) document.getElementById(focused)?.focus();
}

function showFailure(message: string): void {
  byId('search-status').classList.add('problem');
  byId('search-status').textContent = message;
  byId('hits').replaceChildren();
}

// The session has ended: after signing in, the address brings the search back.
function signInAgain(): void {
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}
