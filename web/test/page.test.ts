import { beforeEach, describe, expect, test } from 'vitest';
import { translator } from '../src/i18n';
import { openPage, safeNext, showAccount } from '../src/page';

const origin = 'http://127.0.0.1:8686';

test.each([
  ['/graphiql', '/graphiql'],
  ['/?q=a&kind=CASE#hits', '/?q=a&kind=CASE#hits'],
  ['/a/../setup', '/setup'],
  [null, '/'],
  ['', '/'],
  ['graphiql', '/'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['http://127.0.0.1:8686/graphiql', '/'],
])('after signing in, next=%j leads to %s', (next, wanted) => expect(safeNext(next, origin)).toBe(wanted));

describe('the bar', () => {
  beforeEach(() => {
    localStorage.clear();
    document.body.innerHTML = '<header id="top"></header>';
    window.happyDOM.setURL(`${origin}/graphiql?lang=zh#token=t`);
  });

  test('speaks the language asked for, remembers it and offers the other one for the same address', () => {
    const page = openPage('page.graphiql');
    expect([page.language, document.documentElement.lang, localStorage.getItem('bidwell.language')]).toEqual(['zh', 'zh-CN', 'zh']);
    const link = document.querySelector<HTMLAnchorElement>('#top > a[hreflang=en]')!;
    expect([link.textContent, link.getAttribute('href')]).toEqual(['English', `${origin}/graphiql?lang=en#token=t`]);
  });

  test('keeps the last choice when none is asked for', () => {
    localStorage.setItem('bidwell.language', 'zh');
    window.happyDOM.setURL(`${origin}/`);
    expect(openPage('page.start').language).toBe('zh');
    expect(document.querySelector('[aria-current=page]')?.getAttribute('href')).toBe('/');
  });

  test('shows who is signed in, as text, and the way out', () => {
    const page = openPage('page.graphiql');
    showAccount(page, { id: 'usr_1', name: '<b>Vale</b>', email: 'vale@example.test', role: 'SALES' });
    const account = document.getElementById('account')!;
    expect(account.textContent).toBe(`<b>Vale</b>${translator('zh')('role.SALES')}${translator('zh')('account.signOut')}`);
    expect(account.querySelector('b')).toBeNull();
  });

  test('shows a stranger the way in, and back', () => {
    showAccount(openPage('page.graphiql'), null);
    expect(document.querySelector('#account a')?.getAttribute('href')).toBe('/sign-in?next=%2Fgraphiql');
  });

  test.each(['/', '/sign-in'])('does not, on %s, where the form is', (path) => {
    window.happyDOM.setURL(origin + path);
    showAccount(openPage('page.start'), null);
    expect(document.getElementById('account')!.childElementCount).toBe(0);
  });
});
