import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { start, type Server } from './server';

// The public suite of audits for GraphQL over HTTP, against the real server: all of them, the recommendations too.
let server: Server;
const audits = serverAudits({
  url: () => server.url,
  fetchFn: (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('Authorization', server.headers.Authorization!);
    return fetch(url, { ...init, headers });
  },
});

beforeAll(async () => {
  server = await start();
});
afterAll(() => server.stop());

test('the suite has the 61 audits it had', () => expect(audits).toHaveLength(61));

test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_, audit) => {
  const result = await audit.fn();
  const reason = result.status === 'ok' ? '' : `${result.status}: ${result.reason}; ${await body(result.response)}`;
  expect(reason).toBe('');
});

async function body(response: Response): Promise<string> {
  return `${response.status} ${response.bodyUsed ? '' : await response.text()}`;
}
