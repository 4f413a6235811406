import { numericFacets, searchFacets, type FacetName } from './queries';

/** A search as the address of the page holds it, so that it can be sent to a colleague. */
export interface SearchState {
  query: string;
  chosen: Partial<Record<FacetName, string[]>>;
}

const facetNames = Object.keys(searchFacets) as FacetName[];

/** Reads ?q=…&kind=…&kind=…; anything else is left alone. */
export function readState(params: URLSearchParams): SearchState {
  const chosen: SearchState['chosen'] = {};
  for (const name of facetNames) {
    const values = params.getAll(name.toLowerCase());
    if (values.length > 0) chosen[name] = values;
  }
  return { query: params.get('q')?.trim() ?? '', chosen };
}

/** Writes a search into params, keeping what else is there. */
export function writeState(params: URLSearchParams, state: SearchState): URLSearchParams {
  const written = new URLSearchParams(params);
  for (const key of ['q', ...facetNames.map((name) => name.toLowerCase())]) written.delete(key);
  written.append('q', state.query);
  for (const name of facetNames) {
    for (const value of state.chosen[name] ?? []) written.append(name.toLowerCase(), value);
  }
  return written;
}

/** The state with one facet value chosen, or no longer chosen. */
export function toggle(state: SearchState, name: FacetName, value: string): SearchState {
  const before = state.chosen[name] ?? [];
  const after = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  return { ...state, chosen: { ...state.chosen, [name]: after } };
}

/** The variables of the search document for a state. */
export function searchVariables(state: SearchState, first: number) {
  const filter: Record<string, (string | number)[]> = {};
  for (const name of facetNames) {
    const values = state.chosen[name] ?? [];
    if (values.length > 0) filter[searchFacets[name]] = numericFacets.includes(name) ? values.map(Number) : values;
  }
  return { query: state.query, filter, facets: facetNames.map((name) => ({ name })), first };
}
