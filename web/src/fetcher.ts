import type { Fetcher } from '@graphiql/toolkit';
import type { ExecutionResult } from 'graphql';
import type { Api } from './api';
import { graphqlRefusal, refusalOf } from './errors';
import type { Translate } from './i18n';

/**
 * GraphiQL's way to the server. Tells after every answer whether the server wants a sign-in first; an answer that is not
 * GraphQL is shown as an error in words.
 */
export function createFetcher(api: Api, t: Translate, askToSignIn: (needed: boolean) => void): Fetcher {
  return async (operation, options) => {
    const { status, body } = await api.graphqlRaw(operation, options?.headers);
    const refusal = graphqlRefusal(body, t) ?? (isResult(body) ? null : refusalOf(status, body, t));
    askToSignIn(refusal?.code === 'UNAUTHENTICATED');
    if (isResult(body)) return body;
    return { errors: [{ message: refusal!.message, extensions: { code: refusal!.code } }] } as unknown as ExecutionResult;
  };
}

const isResult = (body: unknown): body is ExecutionResult =>
  typeof body === 'object' && body !== null && ('data' in body || 'errors' in body);
