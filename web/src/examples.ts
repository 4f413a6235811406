// The queries GraphiQL opens with, one tab each: this file follows the schema.

/** A query to start from; variables are JSON text, as GraphiQL keeps them. */
export interface Example {
  query: string;
  variables?: string;
}

/** Who am I, what is there, what is in the pipeline, what do we know, how are we doing. */
export const examples: readonly Example[] = [
  {
    query: `# Who is signed in · 当前登录用户
query Viewer {
  viewer { id name email role }
}
`,
  },
  {
    query: `# The first customers with their open opportunities · 客户及其进行中的商机
query Customers {
  customers(first: 10, orderBy: { field: NAME, direction: ASC }) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        id code name industry region
        opportunities(first: 3, where: { status: OPEN }) {
          edges { node { id name stage amount currency } }
        }
      }
    }
  }
}
`,
  },
  {
    query: `# The largest opportunities of one stage · 某阶段金额最大的商机
query Opportunities($stage: OpportunityStage!) {
  opportunities(first: 20, where: { stage: $stage }, orderBy: { field: AMOUNT, direction: DESC }) {
    edges {
      node { id code name stage status amount currency expectedCloseOn customer { id name } }
    }
  }
}
`,
    variables: '{ "stage": "PROPOSAL" }',
  },
  {
    query: `# A passage worth reusing · 检索可复用的段落
query Search($query: String!) {
  search(query: $query, facets: [KIND, INDUSTRY, OUTCOME], first: 10) {
    total
    hits { id kind title score highlights { field text ranges { start end } } }
    facets { name values { value count } }
  }
}
`,
    variables: '{ "query": "数据迁移 rollback" }',
  },
  {
    query: `# Win rate by product, with what it was counted from · 按产品统计的赢单率及其计算依据
query Kpi {
  kpi(code: WIN_RATE, groupBy: PRODUCT) {
    rows { group value numerator denominator excluded { reason count } }
  }
}
`,
  },
];

/** The whole record behind an id. */
export function nodeExample(id: string): Required<Example> {
  return {
    query: 'query Record($id: ID!) {\n  node(id: $id) {\n    __typename\n    id\n  }\n}\n',
    variables: JSON.stringify({ id }),
  };
}
