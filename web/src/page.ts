import { Api, type User } from './api';
import { byId, el } from './dom';
import { chooseLanguage, labelOf, translator, type Language, type Translate } from './i18n';
import type { Key } from './messages';

/** What every page has: its language, its texts and the server. */
export interface Page {
  language: Language;
  t: Translate;
  api: Api;
}

const storageKey = 'bidwell.language';

/** Takes the language from ?lang=, else the last choice, else the browser; fills in the texts and the bar at the top. */
export function openPage(title: Key, client = 'web'): Page {
  const asked = new URLSearchParams(location.search).get('lang');
  const language = chooseLanguage([asked, localStorage.getItem(storageKey), ...navigator.languages]);
  if (asked) localStorage.setItem(storageKey, language);
  const t = translator(language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = `${t(title)} · Bidwell`;
  fillTexts(document, t);
  byId('top').append(...bar(language, t));
  return { language, t, api: new Api(language, t, client) };
}

/** Fills every element that names its text in data-t. */
export function fillTexts(root: ParentNode, t: Translate): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-t]')) element.textContent = t(element.dataset.t as Key);
}

/** Shows at the top who is signed in and the way out, or the way in. */
export function showAccount({ t, api }: Page, user: User | null): void {
  if (!user) {
    const href = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
    const formIsHere = ['/', '/sign-in'].includes(location.pathname);
    byId('account').replaceChildren(...(formIsHere ? [] : [el('a', { href }, t('account.signInLink'))]));
    return;
  }
  const role = labelOf(t, 'role', user.role);
  const who = el('span', { class: 'who', title: `${user.email} · ${t('account.role', { role })}` }, user.name);
  const out = el('button', { type: 'button', class: 'quiet' }, t('account.signOut'));
  out.addEventListener('click', async () => {
    await api.post('/auth/sign-out');
    location.assign('/');
  });
  byId('account').replaceChildren(who, el('span', { class: 'role' }, role), out);
}

/** Where to go after signing in: a path of this site, else the start page; never another site. */
export function safeNext(next: string | null, origin: string): string {
  if (!next?.startsWith('/')) return '/';
  const url = URL.canParse(next, origin) ? new URL(next, origin) : null;
  return url?.origin === origin ? url.pathname + url.search + url.hash : '/';
}

function bar(language: Language, t: Translate): HTMLElement[] {
  const other = language === 'zh' ? 'en' : 'zh';
  const here = new URL(location.href);
  here.searchParams.set('lang', other);
  const link = (href: string, key: Key) =>
    el('a', { href, 'aria-current': location.pathname === href && 'page' }, t(key));
  return [
    el('a', { href: '#main', class: 'skip' }, t('page.skip')),
    el('a', { href: '/', class: 'brand' }, 'Bidwell'),
    el('nav', { 'aria-label': t('page.navigation') }, link('/', 'page.start'), link('/graphiql', 'page.graphiql')),
    el('a', { href: here.href, lang: other, hreflang: other }, t('page.languageSwitch')),
    el('div', { id: 'account' }),
  ];
}
