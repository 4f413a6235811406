import { el } from './dom';
import { nodeExample } from './examples';
import { highlighted } from './highlight';
import { labelOf, type Translate } from './i18n';
import type { Key } from './messages';
import { searchFacets, type Facet, type FacetName, type Hit, type SearchAnswer } from './queries';
import type { SearchState } from './search-state';

/** The line above the hits. */
export function summary(t: Translate, { total, hits }: SearchAnswer['search'], query: string): string {
  if (total === 0) return t('search.none', { query });
  if (hits.length < total) return t('search.shown', { total, shown: hits.length });
  return total === 1 ? t('search.totalOne') : t('search.total', { total });
}

/** A hit: its title, which leads to the whole record, its kind, and the passages that matched. */
export function hitItem(t: Translate, hit: Hit): HTMLElement {
  const title = hit.highlights.find(({ field, text }) => field === 'title' && text === hit.title);
  const passages = hit.highlights.filter((highlight) => highlight !== title);
  const { query, variables } = nodeExample(hit.id);
  const record = `/graphiql?${new URLSearchParams({ query, variables })}`;
  return el(
    'li',
    { class: 'hit' },
    el('h3', {}, el('a', { href: record }, ...highlighted(hit.title, title?.ranges ?? []))),
    el('span', { class: 'kind' }, labelOf(t, 'kind', hit.kind)),
    ...passages.map(({ text, ranges }) => el('p', {}, ...highlighted(text, ranges))),
  );
}

/** The choices of every facet that has any; chosen values stay visible when nothing matches them any more. */
export function facetGroups(
  t: Translate,
  facets: readonly Facet[],
  state: SearchState,
  choose: (name: FacetName, value: string) => void,
): HTMLElement[] {
  return facets.flatMap((facet) => {
    const name = facet.name.toUpperCase() as FacetName;
    if (!Object.hasOwn(searchFacets, name)) return [];
    const chosen = state.chosen[name] ?? [];
    const gone = chosen.filter((value) => !facet.values.some((other) => other.value === value));
    const values = [...facet.values, ...gone.map((value) => ({ value, count: 0 }))];
    if (values.length === 0) return [];
    const rows = values.map(({ value, count }) =>
      facetChoice(t, name, value, count, chosen.includes(value), () => choose(name, value)),
    );
    return [el('fieldset', {}, el('legend', {}, t(`facet.${name.toLowerCase()}` as Key)), ...rows)];
  });
}

// Chinese and English group digits alike.
function facetChoice(t: Translate, name: FacetName, value: string, count: number, on: boolean, choose: () => void) {
  const id = `facet-${name}-${value}`;
  const box = el('input', { type: 'checkbox', id, checked: on });
  box.addEventListener('change', choose);
  return el(
    'label',
    { class: 'choice', for: id },
    box,
    el('span', {}, labelOf(t, name.toLowerCase(), value)),
    el('span', { class: 'count' }, count.toLocaleString('en')),
  );
}
