import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// A real server for the tests of this folder: `bidwell serve` on a free port and a fresh directory, with an administrator.
export interface Server {
  base: string;
  url: string;
  token: string;
  headers: Record<string, string>;
  post: (body: unknown, headers?: Record<string, string>) => Promise<Response>;
  stop: () => Promise<void>;
}

const program = process.env.BIDWELL ?? join(import.meta.dirname, '../../bidwell');

export async function start(...flags: string[]): Promise<Server> {
  const dir = await mkdtemp(join(tmpdir(), 'bidwell-'));
  const child = spawn(program, ['serve', '--dir', dir, '--listen', '127.0.0.1:0', '--log-level', 'error', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const base = await firstOf(child, 'Bidwell serves ');
  const link = await firstOf(child, '  http');
  const session = await setUp(base.replace(/\/$/, ''), new URLSearchParams(new URL('http' + link).hash.slice(1)).get('token')!);
  const url = base + 'graphql';
  const send = (token: string) => (body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + token, ...headers },
      body: JSON.stringify(body),
    });
  const made = await send(session)({
    query: 'mutation { createAPIToken(input: {name: "protocol", scope: ADMIN}) { secret } }',
  });
  const token = ((await made.json()) as { data: { createAPIToken: { secret: string } } }).data.createAPIToken.secret;
  return {
    base: base.replace(/\/$/, ''),
    url,
    token,
    headers: { Authorization: 'Bearer ' + token },
    post: send(token),
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true });
    },
  };
}

const lines = new WeakMap<ChildProcess, AsyncIterator<string>>();

// firstOf reads what the program prints up to a line with this beginning, and gives the rest of that line.
async function firstOf(child: ChildProcess, beginning: string): Promise<string> {
  if (!lines.has(child)) lines.set(child, createInterface(child.stdout!)[Symbol.asyncIterator]());
  for (;;) {
    const { value, done } = await lines.get(child)!.next();
    if (done) throw new Error(`the server ended before it said “${beginning}”`);
    if (value.startsWith(beginning)) return value.slice(beginning.length);
  }
}

async function setUp(base: string, token: string): Promise<string> {
  const answer = await fetch(base + '/auth/setup', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, name: 'Ada', email: 'ada@lantern-works.example', password: 'lantern orchard nine' }),
  });
  const cookie = answer.headers.get('set-cookie');
  if (answer.status !== 204 || !cookie) throw new Error(`set-up: ${answer.status} ${await answer.text()}`);
  return /bidwell_session=([^;]+)/.exec(cookie)![1]!;
}
