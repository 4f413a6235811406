import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Api } from '../src/api';
import { createFetcher } from '../src/fetcher';
import { translator } from '../src/i18n';

// The client against a real HTTP server that answers what the test lays out and keeps what it was sent.
interface Request { path: string; method: string; headers: Record<string, unknown>; body: string }
let server: Server;
let answer: { status: number; body: string };
let last: Request;
const api = new Api('zh', translator('zh'), 'graphiql');
const json = (status: number, body: unknown) => (answer = { status, body: JSON.stringify(body) });

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    last = { path: request.url!, method: request.method!, headers: request.headers, body: Buffer.concat(chunks).toString() };
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(answer.status === 204 ? undefined : answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
beforeEach(() => window.happyDOM.setURL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
afterAll(() => new Promise((done) => server.close(done)));

test('the session names the person, or nobody', async () => {
  const user = { id: 'usr_1', name: 'Ann', email: 'ann@example.test', role: 'ADMIN' };
  json(200, { user });
  expect(await api.session()).toEqual(user);
  json(200, { user: null });
  expect(await api.session()).toBeNull();
  json(401, { code: 'UNAUTHENTICATED', message: 'no' });
  expect(await api.session()).toBeNull();
  answer = { status: 200, body: 'null' };
  expect(await api.session()).toBeNull();
});

test('a post carries JSON, language and client, and takes 204 for yes', async () => {
  json(204, null);
  expect((await api.post('/auth/sign-in', { email: 'a', password: '密码' })).ok).toBe(true);
  expect(last).toMatchObject({
    path: '/auth/sign-in',
    method: 'POST',
    body: '{"email":"a","password":"密码"}',
    headers: { 'content-type': 'application/json', 'accept-language': 'zh', 'x-bidwell-client': 'graphiql' },
  });
});

test('a refused post says why', async () => {
  json(401, { code: 'UNAUTHENTICATED', message: '邮箱或密码不正确。' });
  expect(await api.post('/auth/sign-in')).toEqual({
    ok: false,
    refusal: { code: 'UNAUTHENTICATED', message: '邮箱或密码不正确。' },
  });
});

test('GraphQL data comes back, errors beside it refuse', async () => {
  json(200, { data: { viewer: { id: 'usr_1' } } });
  expect(await api.graphql('query { viewer { id } }', { a: 1 })).toEqual({ ok: true, body: { viewer: { id: 'usr_1' } } });
  expect(last.headers.accept).toBe('application/graphql-response+json, application/json');
  expect(JSON.parse(last.body)).toEqual({ query: 'query { viewer { id } }', variables: { a: 1 } });
  json(200, { data: { viewer: null }, errors: [{ message: 'No', extensions: { code: 'FORBIDDEN' } }] });
  expect(await api.graphql('query { viewer { id } }', {})).toEqual({ ok: false, refusal: { code: 'FORBIDDEN', message: 'No' } });
});

test('an unreachable server is told in words', async () => {
  window.happyDOM.setURL('http://127.0.0.1:1/');
  expect(await api.graphql('{ a }', {})).toEqual({ ok: false, refusal: { code: 'NETWORK', message: '无法连接服务器。' } });
});

test.each<[string, number, string, unknown, boolean]>([
  ['a result', 200, '{"data":{"a":1}}', { data: { a: 1 } }, false],
  ['a refusal in GraphQL', 200, '{"errors":[{"message":"No","extensions":{"code":"UNAUTHENTICATED"}}]}', { errors: [{ message: 'No' }] }, true],
  ['a plain 401', 401, '{"code":"UNAUTHENTICATED","message":"请登录"}', { errors: [{ message: '请登录' }] }, true],
  ["a proxy's page", 502, '<html>', { errors: [{ message: '服务器暂时无法响应。', extensions: { code: 'UNAVAILABLE' } }] }, false],
])('GraphiQL shows %s', async (_, status, body, wanted, asksToSignIn) => {
  answer = { status, body };
  const asked: boolean[] = [];
  const fetcher = createFetcher(api, translator('zh'), (needed) => asked.push(needed));
  const result = await fetcher({ query: '{ a }', variables: {} }, { headers: { 'X-Own': '1', 'X-Bidwell-Client': 'forged' } });
  expect(result).toMatchObject(wanted as object);
  expect(asked).toEqual([asksToSignIn]);
  expect(last.headers).toMatchObject({ 'x-own': '1', 'x-bidwell-client': 'graphiql' });
});
