var e=[{query:`# Who is signed in · 当前登录用户
query Viewer {
  viewer { user { id name email role } scope permissions { type read write } }
}
`},{query:`# The first customers with their open opportunities · 客户及其进行中的商机
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
`},{query:`# The largest opportunities of one stage · 某阶段金额最大的商机
query Opportunities($stage: OpportunityStage!) {
  opportunities(first: 20, where: { stage: $stage }, orderBy: { field: AMOUNT, direction: DESC }) {
    edges {
      node { id code name stage status amount currency expectedCloseOn customer { id name } }
    }
  }
}
`,variables:`{ "stage": "PROPOSAL" }`},{query:`# A passage worth reusing · 检索可复用的段落
query Search($query: String!) {
  search(query: $query, facets: [{ name: KIND }, { name: INDUSTRY }, { name: OUTCOME }], first: 10) {
    total
    hits { id kind title score highlights { field text ranges { start end } } }
    facets { name values { value count } }
  }
}
`,variables:`{ "query": "数据迁移 rollback" }`},{query:`# Win rate by product, with what it was counted from · 按产品统计的赢单率及其计算依据
query Kpi {
  kpi(code: WIN_RATE, groupBy: PRODUCT) {
    label formula
    overall { value numerator denominator excluded { reason count } }
    groups { key value numerator denominator interval { low high } }
  }
}
`}];function t(e){return{query:`query Record($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on Opportunity { name stage status amount currency customer { name } description }
    ... on Proposal { title proposalStatus: status summary opportunity { name } }
    ... on ProposalSection { title body proposal { title } }
    ... on ContentItem { title contentKind: kind summary body tags }
    ... on Lesson { title drivingEvent lesson recommendation tags }
    ... on Retrospective { title summary wentWell wentWrong actions }
  }
}
`,variables:JSON.stringify({id:e})}}export{t as n,e as t};