import { checkSignIn } from './checks';
import { buildForm, type Field } from './form';
import type { Page } from './page';

const fields: Field[] = [
  { name: 'email', label: 'field.email', type: 'email', autocomplete: 'username' },
  { name: 'password', label: 'field.password', type: 'password', autocomplete: 'current-password' },
];

/** The sign-in form; goes to the path `next` once the server has set the session cookie. */
export function signInForm({ t, api }: Page, next: string): HTMLFormElement {
  return buildForm(t, fields, 'signIn.submit', async (values) => {
    const wrong = checkSignIn(values, t);
    if (wrong) return wrong;
    const answer = await api.post('/auth/sign-in', { email: values.email?.trim(), password: values.password });
    if (!answer.ok) return answer.refusal;
    location.assign(next);
    return null;
  });
}
