// A real issuer of OpenID Connect in a process of its own, told over HTTP what to be: POST /control with what is to change.
// Between it and our server it can be told to answer once with a token that no honest issuer would send.
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, decodeJwt, importJWK } from 'jose';
import Provider from 'oidc-provider';

const people = {};
let client = { secret: 'lantern orchard secret', redirect: '' };
let idTokenClaims = false;
let lie = '';
let key;
let provider;
let issuer;

async function begin() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  key = { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: 'RS256', use: 'sig' };
  remake();
}

function remake() {
  provider = new Provider(issuer, {
    jwks: { keys: [key] },
    cookies: { keys: ['for tests alone'] },
    clients: [{ client_id: 'bidwell', client_secret: client.secret, redirect_uris: [client.redirect || issuer + '/none'] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: !idTokenClaims,
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
    // Nobody is asked whether our server may know them.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session.accountId, clientId: ctx.oidc.client.clientId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  provider.on('server_error', (_, error) => console.error(error));
}

// What no honest issuer sends, each signed with its true key unless that is the lie.
const lies = {
  'another nonce': (said) => sign({ ...said, nonce: 'another' }),
  'no nonce': ({ nonce, ...said }) => sign(said),
  'a foreign audience': (said) => sign({ ...said, aud: 'another' }),
  'two audiences without a party': (said) => sign({ ...said, aud: ['bidwell', 'another'] }),
  'another party': (said) => sign({ ...said, aud: ['bidwell', 'another'], azp: 'another' }),
  'another issuer': (said) => sign({ ...said, iss: 'https://evil.example' }),
  'a token of yesterday': (said) => sign({ ...said, iat: said.iat - 86400, exp: said.exp - 86400 }),
  'another access token': (said) => sign({ ...said, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }),
  'no signature': (said) => new UnsecuredJWT(said).encode(),
  'a symmetric signature': (said) =>
    new SignJWT(said).setProtectedHeader({ alg: 'HS256', kid: key.kid }).sign(new TextEncoder().encode(JSON.stringify(key.n))),
  'a key of its own': async (said) =>
    new SignJWT(said).setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign((await generateKeyPair('RS256')).privateKey),
  'another subject under the old signature': (said, token) => {
    const [head, , signature] = token.split('.');
    return [head, Buffer.from(JSON.stringify({ ...said, sub: 'ada' })).toString('base64url'), signature].join('.');
  },
  'no token': () => undefined,
  'no words': () => 'x',
  'a megabyte': () => 'x'.repeat(2 << 20),
};

const sign = async (said) => new SignJWT(said).setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(await importJWK(key, 'RS256'));

async function control(told) {
  Object.assign(people, told.people);
  if (told.client) client = { ...client, ...told.client };
  if (told.idTokenClaims !== undefined) idTokenClaims = told.idTokenClaims;
  if (told.lie) lie = told.lie;
  if (told.newKey) await begin();
  else if (told.client || told.idTokenClaims !== undefined) remake();
}

const bodyOf = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const server = createServer(async (request, response) => {
  if (request.url === '/control') {
    await control(JSON.parse(await bodyOf(request)));
    response.end();
    return;
  }
  const told = lie;
  if (request.url === '/token' && told) {
    lie = '';
    const { end } = response;
    response.end = (body) => {
      void (async () => {
        const answer = JSON.parse(String(body));
        if (answer.id_token) answer.id_token = await lies[told](decodeJwt(answer.id_token), answer.id_token);
        const text = JSON.stringify(answer);
        response.setHeader('content-length', Buffer.byteLength(text));
        end.call(response, text);
      })();
      return response;
    };
  }
  provider.callback()(request, response);
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', async () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  await begin();
  console.log(issuer);
});
