import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { start, type Server } from '../protocol/server';
import { Browser } from './browser';
import { startProvider, type Person, type Provider } from './issuer';

// Sign-in by OpenID Connect: our server as it runs beside a real issuer, and a browser between them.
const secret = 'lantern orchard secret';
const callback = '/auth/oidc/callback';
const domain = 'lantern-works.example';
const known = (name: string, more: Person = {}): Person => ({ name, email: `${name}@${domain}`, email_verified: true, ...more });
let port: number;
let provider: Provider;
let closed: Server; // who is no user stays out
let open: Server; // who comes for the first time becomes a user

const flags = (...more: string[]) => [
  ...['--oidc-issuer', `http://127.0.0.1:${port}`, '--oidc-client-id', 'bidwell', '--oidc-name', 'Lantern ID'],
  ...['--outgoing-network', '127.0.0.0/8', ...more],
];

beforeAll(async () => {
  port = await freePort();
  process.env.BIDWELL_OIDC_CLIENT_SECRET = secret;
  // The issuer is not there yet: the servers start all the same.
  closed = await start(...flags());
  open = await start(...flags('--oidc-role', 'sales', '--oidc-domain', domain));
  const early = await fetch(closed.base + '/auth/oidc', { redirect: 'manual' });
  expect([early.status, await early.json()]).toEqual([503, expect.objectContaining({ code: 'UNAVAILABLE', message: expect.stringContaining('Lantern ID') })]);
  provider = await startProvider(port);
  await new Promise((done) => setTimeout(done, 5500)); // as long as an issuer that failed is left alone
});
afterAll(async () => {
  await Promise.all([closed?.stop(), open?.stop(), provider?.stop()]);
});
beforeEach(() => serveAt(closed));

const serveAt = (server: Server) => provider.control({ client: { secret, redirect: server.base + callback } });

/** Goes to the issuer and signs in there; gives the address that leads back to our server, which is not asked yet. */
async function leave(browser: Browser, server: Server, sub: string, next = ''): Promise<URL> {
  const there = await browser.follow(server.base + '/auth/oidc' + (next && '?next=' + encodeURIComponent(next)), isBack);
  const form = there.url;
  const answer = await browser.ask(form.href, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ prompt: 'login', login: sub, password: 'any' }),
  });
  const back = await browser.follow(new URL(answer.headers.get('location')!, form).href, isBack);
  expect(back.url.pathname).toBe(callback);
  return back.url;
}

const isBack = (url: URL) => url.pathname === callback;

/** The whole way; gives the last answer of our server, and who is signed in then. */
async function signIn(server: Server, sub: string, browser = new Browser(), next = '') {
  const answer = await browser.ask((await leave(browser, server, sub, next)).href);
  return { answer, browser, who: await whoIs(browser, server), refusal: await refusalOf(answer) };
}

async function whoIs(browser: Browser, server: Server): Promise<{ id: string; name: string; email: string; role: string } | null> {
  return ((await (await browser.ask(server.base + '/auth/session')).json()) as { user: never }).user;
}

async function refusalOf(answer: Response): Promise<{ code?: string; message?: string }> {
  return answer.status < 400 ? {} : ((await answer.json()) as object);
}

async function mutate(server: Server, text: string): Promise<Record<string, { user: { id: string; version: number } }>> {
  const { data, errors } = (await (await server.post({ query: `mutation{${text}}` })).json()) as { data: never; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

const hire = async (server: Server, name: string) =>
  (await mutate(server, `createUser(input:{name:"${name}",email:"${name}@${domain}",role:SALES}){user{id version}}`)).createUser!.user;

describe('somebody the issuer vouches for', () => {
  test('who is a user comes in by the verified address, and from then on by the subject alone', async () => {
    await hire(closed, 'mei');
    await provider.control({ people: { mei: known('mei', { email: `MEI@${domain}` }) } });
    const first = await signIn(closed, 'mei', new Browser(), '/graphiql?a=1');
    expect([first.answer.status, first.answer.headers.get('location'), first.who?.name]).toEqual([303, '/graphiql?a=1', 'mei']);
    expect(first.answer.headers.getSetCookie().find((c) => c.startsWith('bidwell_session'))).toMatch(/HttpOnly; SameSite=Lax/);
    await provider.control({ people: { mei: known('mei', { email: `mei.chen@${domain}` }) } });
    expect((await signIn(closed, 'mei')).who?.id).toBe(first.who?.id);
    // The address alone no longer makes anybody mei.
    await provider.control({ people: { impostor: known('mei') } });
    expect((await signIn(closed, 'impostor')).refusal.code).toBe('UNAUTHENTICATED');
  });

  test('who is nobody yet stays out, or becomes a user of the role where the server says so', async () => {
    await provider.control({ people: { bo: known('bo', { name: 'Bo 陈' }) } });
    const out = await signIn(closed, 'bo');
    expect([out.answer.status, out.refusal.code, out.who]).toEqual([401, 'UNAUTHENTICATED', null]);
    await serveAt(open);
    const first = await signIn(open, 'bo');
    expect(first.who).toMatchObject({ name: 'Bo 陈', email: `bo@${domain}`, role: 'SALES' });
    expect((await signIn(open, 'bo')).who?.id).toBe(first.who?.id);
  });

  test('the address may stand in the signed token itself', async () => {
    await provider.control({ idTokenClaims: true, people: { ann: known('ann', { email_verified: 'true' }) } });
    await hire(closed, 'ann');
    expect((await signIn(closed, 'ann')).who?.name).toBe('ann');
    await provider.control({ idTokenClaims: false });
  });

  test.each<[string, Person]>([
    ['an address nobody verified', known('kai', { email_verified: false })],
    ['an address verified by a word that is none', known('kai', { email_verified: 'perhaps' })],
    ['an address without a word about it', { name: 'kai', email: `kai@${domain}` }],
    ['no address', { name: 'kai' }],
    ['an address of another domain', known('kai', { email: 'kai@evil.example' })],
    ['an address that only ends like ours', known('kai', { email: `kai@evil.example@${domain}` })],
  ])('is refused with %s', async (_, person) => {
    await serveAt(open);
    await provider.control({ people: { kai: person } });
    const { answer, refusal, who } = await signIn(open, 'kai');
    expect([answer.status, refusal.code, who]).toEqual([401, 'UNAUTHENTICATED', null]);
  });

  test('who was shut out is refused in the same words as who never was', async () => {
    const gone = await hire(closed, 'gone');
    await provider.control({ people: { gone: known('gone'), nobody: known('nobody') } });
    const before = await signIn(closed, 'gone');
    expect(before.who?.name).toBe('gone');
    const { version } = (await (await closed.post({ query: `{node(id:"${gone.id}"){...on User{version}}}` })).json() as { data: { node: { version: number } } }).data.node;
    await mutate(closed, `updateUser(input:{id:"${gone.id}",version:${version},active:false}){user{id version}}`);
    expect(await whoIs(before.browser, closed)).toBeNull();
    const after = await signIn(closed, 'gone');
    expect([after.answer.status, after.refusal]).toEqual([401, (await signIn(closed, 'nobody')).refusal]);
  });

  test('gets a session of their own, whatever cookie was put into the browser before', async () => {
    await hire(closed, 'lin');
    await provider.control({ people: { lin: known('lin') } });
    const browser = new Browser();
    const planted = 'A'.repeat(43);
    browser.jar(closed.base).set('bidwell_session', planted);
    const { who } = await signIn(closed, 'lin', browser);
    expect([who?.name, browser.jar(closed.base).get('bidwell_session') === planted]).toEqual(['lin', false]);
    const attacker = new Browser();
    attacker.jar(closed.base).set('bidwell_session', planted);
    expect(await whoIs(attacker, closed)).toBeNull();
  });
});

describe('a sign-in', () => {
  beforeAll(async () => {
    await hire(closed, 'eva');
    await provider.control({ people: { eva: known('eva') } });
  });

  test('asks for a code with PKCE, a state and a nonce, and keeps them in a cookie that scripts cannot read', async () => {
    const answer = await fetch(closed.base + '/auth/oidc', { redirect: 'manual' });
    const to = new URL(answer.headers.get('location')!);
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'bidwell',
      redirect_uri: closed.base + callback,
      code_challenge_method: 'S256',
      scope: 'openid profile email',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(to.searchParams.get(name)!.length).toBeGreaterThan(20);
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^bidwell_oidc=[^;]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/)]);
  });

  test('counts once: a code that comes again is refused', async () => {
    const browser = new Browser();
    const back = await leave(browser, closed, 'eva');
    const kept = browser.jar(closed.base).get('bidwell_oidc')!;
    expect((await browser.ask(back.href)).status).toBe(303);
    expect(browser.jar(closed.base).has('bidwell_oidc')).toBe(false);
    const again = new Browser();
    again.jar(closed.base).set('bidwell_oidc', kept);
    const answer = await again.ask(back.href);
    expect([answer.status, (await refusalOf(answer)).code, await whoIs(again, closed)]).toEqual([403, 'FORBIDDEN', null]);
  });

  test.each<[string, (back: URL, browser: Browser) => void]>([
    ['another state', (back) => back.searchParams.set('state', 'another')],
    ['no state', (back) => back.searchParams.delete('state')],
    ['no code', (back) => back.searchParams.delete('code')],
    ['a code that is none', (back) => back.searchParams.set('code', 'another')],
    ['another issuer in the address', (back) => back.searchParams.set('iss', 'https://evil.example')],
    ['no cookie', (_, browser) => browser.jar(closed.base).delete('bidwell_oidc')],
    ['a cookie that is none', (_, browser) => browser.jar(closed.base).set('bidwell_oidc', '%00')],
    ['a cookie of nothing', (back, browser) => (back.searchParams.set('state', ''), browser.jar(closed.base).set('bidwell_oidc', btoa('{}').replace('=', '')))],
    ['the cookie of another browser', (_, browser) => browser.jar(closed.base).set('bidwell_oidc', other)],
    ['another verifier', (_, browser) => change(browser, { v: 'a'.repeat(43) })],
  ])('is refused with %s', async (_, spoil) => {
    const browser = new Browser();
    const back = await leave(browser, closed, 'eva');
    spoil(back, browser);
    const answer = await browser.ask(back.href);
    expect([answer.status, (await refusalOf(answer)).code, await whoIs(browser, closed)]).toEqual([403, 'FORBIDDEN', null]);
  });

  let other: string;
  beforeAll(async () => {
    const browser = new Browser();
    await browser.ask(closed.base + '/auth/oidc');
    other = browser.jar(closed.base).get('bidwell_oidc')!;
  });

  function change(browser: Browser, to: object): void {
    const jar = browser.jar(closed.base);
    const kept = JSON.parse(Buffer.from(jar.get('bidwell_oidc')!, 'base64url').toString()) as object;
    jar.set('bidwell_oidc', Buffer.from(JSON.stringify({ ...kept, ...to })).toString('base64url'));
  }

  test('is refused with another nonce in the cookie', async () => {
    const browser = new Browser();
    const back = await leave(browser, closed, 'eva');
    change(browser, { n: 'another' });
    expect((await refusalOf(await browser.ask(back.href))).code).toBe('UNAUTHENTICATED');
    expect(await whoIs(browser, closed)).toBeNull();
  });

  test.each([
    'another nonce',
    'no nonce',
    'a foreign audience',
    'two audiences without a party',
    'another party',
    'another issuer',
    'a token of yesterday',
    'another access token',
    'no signature',
    'a symmetric signature',
    'a key of its own',
    'another subject under the old signature',
    'no token',
    'no words',
  ])('is refused when the issuer answers with %s', async (lie) => {
    const browser = new Browser();
    const back = await leave(browser, closed, 'eva');
    await provider.control({ lie });
    const answer = await browser.ask(back.href);
    expect([answer.status, (await refusalOf(answer)).code, await whoIs(browser, closed)]).toEqual([401, 'UNAUTHENTICATED', null]);
    expect((await signIn(closed, 'eva')).who?.name).toBe('eva'); // and it was the lie
  });

  test('does not read an answer without end', async () => {
    const browser = new Browser();
    const back = await leave(browser, closed, 'eva');
    await provider.control({ lie: 'a megabyte' });
    const answer = await browser.ask(back.href);
    expect([answer.status, (await refusalOf(answer)).code]).toEqual([503, 'UNAVAILABLE']);
  });

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    '/ /evil.example',
    'javascript:alert(1)',
    'graphiql',
    '/auth/oidc',
    '/' + 'a'.repeat(2000),
  ])('that asks to go on to %j leads to the start page', async (next) => {
    const { answer, who } = await signIn(closed, 'eva', new Browser(), next);
    expect([answer.headers.get('location'), who?.name]).toEqual(['/', 'eva']);
    const browser = new Browser();
    const back = await leave(browser, closed, 'eva');
    change(browser, { to: next });
    expect((await browser.ask(back.href)).headers.get('location')).toBe('/');
  });

  test('that somebody gave up shows them the sign-in page with the reason, in a browser', async () => {
    const browser = new Browser();
    const back = await leave(browser, closed, 'eva', '/graphiql');
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    const answer = await browser.ask(back.href, { headers: { Accept: 'text/html,*/*' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?next=%2Fgraphiql&problem=refused']);
  });

  test('goes on when the issuer changes its keys', async () => {
    expect((await signIn(closed, 'eva')).who?.name).toBe('eva');
    await provider.control({ newKey: true });
    expect((await signIn(closed, 'eva')).who?.name).toBe('eva');
  });

  test('is refused while the secret is wrong, and says in the log alone why', async () => {
    const browser = new Browser();
    const back = await leave(browser, closed, 'eva');
    await provider.control({ client: { secret: 'another', redirect: closed.base + callback } });
    const answer = await browser.ask(back.href);
    expect([answer.status, (await refusalOf(answer)).code]).toEqual([503, 'UNAVAILABLE']);
  });

  test('is told to come again while the issuer is down, and works when it is back', async () => {
    const browser = new Browser();
    const back = await leave(browser, closed, 'eva');
    await provider.stop();
    const answer = await browser.ask(back.href);
    expect([answer.status, await refusalOf(answer)]).toEqual([503, expect.objectContaining({ code: 'UNAVAILABLE', message: expect.stringContaining('Lantern ID') })]);
    expect((await fetch(closed.base + '/auth/session')).status).toBe(200);
    provider = await startProvider(port);
    await serveAt(closed);
    await provider.control({ people: { eva: known('eva') } });
    expect((await signIn(closed, 'eva')).who?.name).toBe('eva');
  });
});

test('the ways to sign in are told to anybody', async () => {
  expect(await (await fetch(closed.base + '/auth/methods')).json()).toEqual({ password: true, oidc: { name: 'Lantern ID', start: '/auth/oidc' } });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
