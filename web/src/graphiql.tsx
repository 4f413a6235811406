import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './bar.css';
import './graphiql.css';
import { byId } from './dom';
import { examples } from './examples';
import { createFetcher } from './fetcher';
import { openPage, showAccount } from './page';

const page = openPage('page.graphiql', 'graphiql');
const askToSignIn = (needed: boolean) => (byId('sign-in-needed').hidden = !needed);
const asked = new URLSearchParams(location.search);
const query = asked.get('query');
// What the user typed outlives the visit in local storage, headers excepted: they may hold a token.
createRoot(byId('graphiql')).render(
  <GraphiQL
    fetcher={createFetcher(page.api, page.t, askToSignIn)}
    defaultTabs={examples.map(({ query, variables = '' }) => ({ query, variables, headers: '' }))}
    shouldPersistHeaders={false}
    showPersistHeadersSettings={false}
    {...(query ? { query, variables: asked.get('variables') ?? '' } : {})}
  >
    <GraphiQL.Logo> </GraphiQL.Logo>
  </GraphiQL>,
);

const user = await page.api.session();
showAccount(page, user);
askToSignIn(!user);
