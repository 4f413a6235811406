import type { Translate } from './i18n';
import { messages, type Key } from './messages';

/** Why the server did not do what was asked, in words for the person at the screen. */
export interface Refusal {
  /** For programs: UNAUTHENTICATED, VALIDATION_FAILED, NETWORK … */
  code: string;
  message: string;
  /** The input it is about, when there is one. */
  field?: string;
}

/** The refusal a plain HTTP answer carries; a body that is not ours (a proxy's page) is told by its status. */
export function refusalOf(status: number, body: unknown, t: Translate): Refusal {
  const { code, message, field, requestId } = asRecord(body);
  return refuse(t, textOr(code, codeOfStatus(status)), message, field, requestId);
}

/** The refusal a GraphQL answer carries in its first error, or null when it carries none. */
export function graphqlRefusal(body: unknown, t: Translate): Refusal | null {
  const { errors } = asRecord(body);
  if (!Array.isArray(errors) || errors.length === 0) return null;
  const first = asRecord(errors[0]);
  const { code, field, requestId } = asRecord(first.extensions);
  return refuse(t, textOr(code, 'INTERNAL'), first.message, field, requestId);
}

function refuse(t: Translate, code: string, message: unknown, field: unknown, requestId: unknown): Refusal {
  const known = `error.${code}`;
  const fallback = t((Object.hasOwn(messages, known) ? known : 'error.INTERNAL') as Key);
  let words = textOr(message, fallback);
  if (typeof requestId === 'string') words = t('error.reference', { message: words, id: requestId });
  return { code, message: words, ...(typeof field === 'string' && field !== '' ? { field } : {}) };
}

function codeOfStatus(status: number): string {
  const codes: Record<number, string> = {
    0: 'NETWORK',
    401: 'UNAUTHENTICATED',
    403: 'FORBIDDEN',
    404: 'NOT_FOUND',
    409: 'CONFLICT',
    422: 'VALIDATION_FAILED',
    429: 'RATE_LIMITED',
    502: 'UNAVAILABLE',
    503: 'UNAVAILABLE',
    504: 'UNAVAILABLE',
  };
  return codes[status] ?? 'INTERNAL';
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const textOr = (value: unknown, other: string): string => (typeof value === 'string' && value !== '' ? value : other);
