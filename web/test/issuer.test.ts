import { beforeEach, expect, test } from 'vitest';
import type { Issuer } from '../src/api';
import { checkInvitation } from '../src/checks';
import { translator } from '../src/i18n';
import { offerIssuer, showProblem } from '../src/issuer';
import type { Page } from '../src/page';

const t = translator('en');
const pageWith = (issuer: Issuer | null) => ({ t, api: { issuer: async () => issuer } }) as unknown as Page;
let place: HTMLElement;
beforeEach(() => {
  place = document.createElement('div');
  place.innerHTML = '<form></form>';
});

test('who vouches for people is offered below the form, by name, as text', async () => {
  await offerIssuer(place, pageWith({ name: '<b>Lantern ID</b>', start: '/auth/oidc' }), '/?q=a&kind=CASE');
  const link = place.querySelector('a')!;
  expect([link.textContent, link.getAttribute('href')]).toEqual([
    'Sign in with <b>Lantern ID</b>',
    '/auth/oidc?next=%2F%3Fq%3Da%26kind%3DCASE',
  ]);
  expect([place.firstElementChild?.tagName, place.querySelector('b')]).toEqual(['FORM', null]);
});

test('without anybody who does there is the form alone', async () => {
  await offerIssuer(place, pageWith(null), '/');
  expect(place.innerHTML).toBe('<form></form>');
});

test.each([
  ['again', 'begin again'],
  ['refused', 'administrator'],
  ['unavailable', 'password'],
  ['busy', 'moment'],
])('problem=%s says what to do', (problem, words) => {
  showProblem(place, pageWith(null), problem);
  expect(place.querySelector('[role=alert]')?.textContent).toContain(words);
});

test.each([null, '', 'constructor', '<b>'])('problem=%j is none', (problem) => {
  showProblem(place, pageWith(null), problem);
  expect(place.innerHTML).toBe('<form></form>');
});

test.each([
  ['an invitation needs a name', { name: ' ', password: 'correct horse', repeat: 'correct horse' }, 'name'],
  ['a new password needs none', { password: 'correct horse', repeat: 'correct horse' }, undefined],
  ['a short one is refused', { password: 'x', repeat: 'x' }, 'password'],
  ['both must agree', { name: 'Ann', password: 'correct horse', repeat: 'correct horsf' }, 'repeat'],
])('%s', (_, values, field) => expect(checkInvitation(values, t)?.field).toBe(field));
