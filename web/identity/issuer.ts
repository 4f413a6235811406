import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Somebody as the issuer knows them. */
export interface Person {
  email?: string;
  email_verified?: boolean | string;
  name?: string;
}

/** A real issuer beside our server. */
export interface Provider {
  issuer: string;
  control: (told: object) => Promise<void>;
  stop: () => Promise<void>;
}

export async function startProvider(port = 0): Promise<Provider> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'provider.mjs'), String(port)], {
    stdio: ['ignore', 'pipe', process.env.BIDWELL_TEST_LOUD ? 'inherit' : 'ignore'],
  });
  const { value: issuer } = await createInterface(child.stdout!)[Symbol.asyncIterator]().next();
  if (!issuer) throw new Error('the issuer did not start');
  return {
    issuer,
    control: async (told) => {
      const answer = await fetch(issuer + '/control', { method: 'POST', body: JSON.stringify(told) });
      if (!answer.ok) throw new Error(`control: ${answer.status}`);
    },
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill();
      await ended;
    },
  };
}
