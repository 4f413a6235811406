import { describe, expect, test } from 'vitest';
import { graphqlRefusal, refusalOf } from '../src/errors';
import { translator } from '../src/i18n';

const en = translator('en');
const zh = translator('zh');

describe('a plain answer', () => {
  test('shows the words of the server', () => {
    const body = { code: 'VALIDATION_FAILED', message: '邮箱已被使用。', field: 'email' };
    expect(refusalOf(422, body, zh)).toEqual(body);
  });

  test('without words, shows ours for its code', () => {
    expect(refusalOf(401, { code: 'RATE_LIMITED' }, zh)).toEqual({ code: 'RATE_LIMITED', message: '尝试次数过多，请稍候再试。' });
  });

  test('with an unknown code and no words, says that the server failed', () => {
    expect(refusalOf(500, { code: 'toString' }, en)).toEqual({ code: 'toString', message: 'The server failed to answer.' });
  });

  test('names the request for support', () => {
    expect(refusalOf(500, { code: 'INTERNAL', requestId: 'r-17' }, en).message).toBe(
      'The server failed to answer. (request r-17)',
    );
  });

  test.each([
    [0, 'NETWORK'],
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [429, 'RATE_LIMITED'],
    [502, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
    [418, 'INTERNAL'],
    [500, 'INTERNAL'],
  ])('with status %d and no body is %s', (status, code) => expect(refusalOf(status, null, en).code).toBe(code));

  test.each([[null], [undefined], ['<html>'], [[]], [{ code: 5, message: {}, field: 7 }], [{ code: '', message: '' }]])(
    'that is not ours (%j) is told by its status',
    (body) => expect(refusalOf(503, body, en)).toEqual({ code: 'UNAVAILABLE', message: en('error.UNAVAILABLE') }),
  );
});

describe('a GraphQL answer', () => {
  test.each([[null], ['text'], [{}], [{ data: {} }], [{ errors: [] }], [{ errors: 'none' }]])('%j carries no refusal', (body) =>
    expect(graphqlRefusal(body, en)).toBeNull(),
  );

  test('is refused by its first error', () => {
    const errors = [
      { message: 'Sign in, please.', extensions: { code: 'UNAUTHENTICATED' } },
      { message: 'second', extensions: { code: 'INTERNAL' } },
    ];
    expect(graphqlRefusal({ data: null, errors }, en)).toEqual({ code: 'UNAUTHENTICATED', message: 'Sign in, please.' });
  });

  test('carries field and request', () => {
    const errors = [{ message: 'No', extensions: { code: 'INTERNAL', field: 'query', requestId: 'r-1' } }];
    expect(graphqlRefusal({ errors }, zh)).toEqual({ code: 'INTERNAL', message: 'No（请求编号 r-1）', field: 'query' });
  });

  test.each([[[{}]], [[null]], [[{ extensions: null }]], [['x']]])('with the odd errors %j is a failure in words', (errors) =>
    expect(graphqlRefusal({ errors }, en)).toEqual({ code: 'INTERNAL', message: 'The server failed to answer.' }),
  );
});
