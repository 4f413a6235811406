import { el } from './dom';
import type { Key } from './messages';
import type { Page } from './page';

/** Offers the way in by whoever vouches for people beside their passwords, if the server knows one; next is where it leads. */
export async function offerIssuer(place: HTMLElement, { t, api }: Page, next: string): Promise<void> {
  const issuer = await api.issuer();
  if (!issuer) return;
  const href = `${issuer.start}?next=${encodeURIComponent(next)}`;
  place.append(el('p', { class: 'or' }, t('signIn.or')), el('a', { class: 'issuer', href }, t('signIn.by', { name: issuer.name })));
}

const problems: Record<string, Key> = {
  again: 'signIn.again',
  refused: 'signIn.refused',
  unavailable: 'signIn.unavailable',
  busy: 'signIn.busy',
};

/** Says why somebody came back from there without being signed in. */
export function showProblem(place: HTMLElement, { t }: Page, problem: string | null): void {
  const key = problem !== null && Object.hasOwn(problems, problem) ? problems[problem] : undefined;
  if (key) place.prepend(el('p', { class: 'problem', role: 'alert' }, t(key)));
}
