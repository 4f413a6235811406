import './bar.css';
import './style.css';
import { checkSetup } from './checks';
import { byId } from './dom';
import { buildForm, type Field } from './form';
import { openPage, type Page } from './page';

const fields: Field[] = [
  { name: 'name', label: 'field.name', type: 'text', autocomplete: 'name' },
  { name: 'email', label: 'field.email', type: 'email', autocomplete: 'username' },
  { name: 'password', label: 'field.password', type: 'password', autocomplete: 'new-password', hint: 'field.passwordHint' },
  { name: 'repeat', label: 'field.repeat', type: 'password', autocomplete: 'new-password' },
];

function setupForm({ t, api }: Page, token: string): HTMLFormElement {
  return buildForm(t, fields, 'setup.submit', async (values) => {
    const wrong = checkSetup(values, t);
    if (wrong) return wrong;
    const answer = await api.post(`/auth/setup?token=${encodeURIComponent(token)}`, {
      name: values.name?.trim(),
      email: values.email?.trim(),
      password: values.password,
    });
    if (!answer.ok) return answer.refusal;
    location.replace('/');
    return null;
  });
}

const page = openPage('page.setup');
// The token stands in the fragment, which browsers send to no server and write into no Referer.
const token = new URLSearchParams(location.hash.slice(1)).get('token');
byId('no-token').hidden = Boolean(token);
if (token) {
  byId('form').append(setupForm(page, token));
  byId('form').querySelector('input')?.focus();
}
