import type { Range } from './highlight';

// The GraphQL documents of the start page and the types of their answers: the one place that follows the schema.

/** Searches the case library. */
export const searchDocument = `query LibrarySearch($query: String!, $filter: SearchFilter, $facets: [SearchFacetInput!], $first: Int) {
  search(query: $query, filter: $filter, facets: $facets, first: $first) {
    total
    hits { id kind title highlights { field text ranges { start end } } }
    facets { name values { value count } }
  }
}`;

/** The facets asked for: SearchFacetName value → the field of SearchFilter that takes a list of its values. */
export const searchFacets = {
  KIND: 'kinds',
  INDUSTRY: 'industries',
  OUTCOME: 'outcomes',
  YEAR: 'years',
  LANGUAGE: 'languages',
  TAG: 'tags',
} as const;

/** The name of a facet. */
export type FacetName = keyof typeof searchFacets;

/** Facets whose values the filter takes as numbers. */
export const numericFacets: readonly FacetName[] = ['YEAR'];

/** A stretch of a hit's field with its matches. */
export interface Highlight {
  field: string;
  text: string;
  ranges: Range[];
}

/** One found item. */
export interface Hit {
  id: string;
  kind: string;
  title: string;
  highlights: Highlight[];
}

/** The values of a facet and how many hits each has. */
export interface Facet {
  name: string;
  values: { value: string; count: number }[];
}

/** The data searchDocument answers with. */
export interface SearchAnswer {
  search: { total: number; hits: Hit[]; facets: Facet[] };
}
