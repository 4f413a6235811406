import { graphqlRefusal, refusalOf, type Refusal } from './errors';
import type { Language, Translate } from './i18n';

/** The person who is signed in. */
export interface User {
  id: string;
  name: string;
  email: string;
  role: string;
}

/** Who vouches for people beside their passwords, and where that begins. */
export interface Issuer {
  name: string;
  start: string;
}

/** What came back: the body, or why there is none. */
export type Answer<T> = { ok: true; body: T } | { ok: false; refusal: Refusal };

/** The server as the pages see it: same origin, session cookie, answers in the language of the page. */
export class Api {
  constructor(
    private readonly language: Language,
    private readonly t: Translate,
    private readonly client: string,
  ) {}

  /** The person signed in, or null; null too when the server cannot tell. */
  async session(): Promise<User | null> {
    const answer = await this.send<{ user: User | null }>('/auth/session', { method: 'GET' });
    return answer.ok ? (answer.body?.user ?? null) : null;
  }

  /** Who vouches for people beside their passwords; null for nobody, and when the server cannot tell. */
  async issuer(): Promise<Issuer | null> {
    const answer = await this.send<{ oidc: Issuer | null }>('/auth/methods', { method: 'GET' });
    return answer.ok ? (answer.body?.oidc ?? null) : null;
  }

  /** Posts JSON to a plain endpoint. */
  post<T = unknown>(path: string, body: unknown = {}): Promise<Answer<T>> {
    return this.send(path, { method: 'POST', body: JSON.stringify(body) });
  }

  /** Runs a GraphQL document; any error in the answer is a refusal, even beside data. */
  async graphql<T>(query: string, variables: object, signal?: AbortSignal): Promise<Answer<T>> {
    const { status, body } = await this.graphqlRaw({ query, variables }, {}, signal);
    const refusal = graphqlRefusal(body, this.t);
    if (refusal) return { ok: false, refusal };
    const data = (body as { data?: T | null } | null)?.data;
    return data ? { ok: true, body: data } : { ok: false, refusal: refusalOf(status, body, this.t) };
  }

  /** The GraphQL answer as it came; status 0 and a null body when the server cannot be reached. */
  graphqlRaw(operation: object, headers: Record<string, string> = {}, signal?: AbortSignal) {
    return this.exchange('/graphql', { method: 'POST', body: JSON.stringify(operation), headers, signal: signal ?? null });
  }

  private async send<T>(path: string, init: RequestInit): Promise<Answer<T>> {
    const { status, body } = await this.exchange(path, init);
    if (status >= 200 && status < 300) return { ok: true, body: body as T };
    return { ok: false, refusal: refusalOf(status, body, this.t) };
  }

  // The client header is one that a foreign page can send only after a preflight, which the server does not grant.
  private async exchange(path: string, init: RequestInit): Promise<{ status: number; body: unknown }> {
    const headers = {
      Accept: 'application/graphql-response+json, application/json',
      'Accept-Language': this.language,
      'Content-Type': 'application/json',
      ...init.headers,
      'X-Bidwell-Client': this.client,
    };
    try {
      const response = await fetch(path, { ...init, headers, credentials: 'same-origin', cache: 'no-store' });
      return { status: response.status, body: await response.json().catch(() => null) };
    } catch {
      return { status: 0, body: null };
    }
  }
}
