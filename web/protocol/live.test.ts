import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { start, type Server } from './server';

// The stock clients of both streams, against the real server.
let server: Server;
const open: Client[] = [];

beforeAll(async () => {
  server = await start();
});
afterAll(async () => {
  for (const client of open) await client.dispose();
  await server.stop();
});

interface Clients {
  iterate: (query: string, variables?: Record<string, unknown>) => AsyncIterableIterator<Result>;
}
interface Result {
  data?: Record<string, any> | null;
  errors?: readonly { message: string; extensions?: { code?: string } }[];
}

const clients: Record<string, () => Clients> = {
  'graphql-ws': () => {
    const client = createSocketClient({
      url: server.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { Authorization: 'Bearer ' + server.token },
      retryAttempts: 0,
    });
    open.push(client);
    return { iterate: (query, variables) => client.iterate({ query, variables }) as AsyncIterableIterator<Result> };
  },
  'graphql-sse': () => {
    const client = createSseClient({ url: server.url, headers: server.headers, retryAttempts: 0 });
    return { iterate: (query, variables) => client.iterate({ query, variables }) as AsyncIterableIterator<Result> };
  },
};

async function change(query: string, variables: unknown): Promise<any> {
  const answer = (await (await server.post({ query, variables })).json()) as Result;
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

const create = 'mutation ($name: String!) { createOpportunity(input: {name: $name}) { opportunity { id version } } }';
const rename = 'mutation ($id: ID!, $version: Int!, $name: String!) { updateOpportunity(input: {id: $id, version: $version, name: $name}) { change } }';
const watch = 'subscription ($id: ID!) { opportunityChanged(id: $id) { number changes { type operation } opportunity { name } } }';

describe.each(Object.keys(clients))('%s', (name) => {
  test('a query is answered', async () => {
    const answers = clients[name]!().iterate('{ viewer { scope } }');
    expect((await answers.next()).value).toMatchObject({ data: { viewer: { scope: 'ADMIN' } }, extensions: { cost: { requested: 1 } } });
    expect((await answers.next()).done).toBe(true);
  });

  test('a change of the opportunity is told', async () => {
    const { createOpportunity: made } = await change(create, { name: 'Harbour' });
    const { id, version } = made.opportunity;
    const told = clients[name]!().iterate(watch, { id });
    expect((await told.next()).value.data.opportunityChanged).toMatchObject({ changes: [], opportunity: { name: 'Harbour' } });
    await change(rename, { id, version, name: 'Harbour lights' });
    const next = (await told.next()).value.data.opportunityChanged;
    expect(next).toMatchObject({ opportunity: { name: 'Harbour lights' } });
    expect(next.changes).toContainEqual({ type: 'Opportunity', operation: 'UPDATE' });
    await told.return!();
  });

  test('the progress of the index is told', async () => {
    const told = clients[name]!().iterate('subscription { indexProgress { answers indexed last documents } }');
    expect((await told.next()).value.data.indexProgress).toMatchObject({ answers: true });
    const made = await change('mutation { createLesson(input: {title: "Ask early", lesson: "It came late."}) { change } }', {});
    for (;;) {
      const { indexed, last } = (await told.next()).value.data.indexProgress;
      if (indexed >= made.createLesson.change && indexed === last) break;
    }
    await told.return!();
  });

  test('an opportunity that is not there is refused', async () => {
    const told = clients[name]!().iterate(watch, { id: 'opp_01J0000000000000000000000Z' });
    expect(await codeOf(told)).toBe('NOT_FOUND');
  });

  test('what is no query is refused', async () => {
    expect(await codeOf(clients[name]!().iterate('subscription { nothing }'))).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

// codeOf is the code of the error a stream begins with: graphql-ws throws it or hands it on, graphql-sse hands it on.
async function codeOf(told: AsyncIterableIterator<Result>): Promise<string | undefined> {
  try {
    return (await told.next()).value.errors[0].extensions.code;
  } catch (thrown) {
    return (thrown as { extensions?: { code?: string } }[])[0]?.extensions?.code;
  }
}

test.each([
  ['nobody', undefined],
  ['a wrong token', { Authorization: 'Bearer bwt_' + 'A'.repeat(43) }],
])('%s is shown out of the socket with 4403', async (_, connectionParams) => {
  const client = createSocketClient({ url: server.url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });
  await expect(client.iterate({ query: '{ viewer { scope } }' }).next()).rejects.toMatchObject({ code: 4403 });
});
