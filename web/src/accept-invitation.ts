import './bar.css';
import './style.css';
import { checkInvitation } from './checks';
import { byId } from './dom';
import { buildForm, type Field } from './form';
import { openPage, type Page } from './page';

/** What the server tells of a link. */
interface Invitation {
  purpose: 'INVITATION' | 'PASSWORD_RESET';
  name: string;
  email: string;
}

function invitationForm({ t, api }: Page, token: string, told: Invitation): HTMLFormElement {
  const name: Field = { name: 'name', label: 'field.name', type: 'text', autocomplete: 'name' };
  if (told.name !== told.email) name.value = told.name; // a name nobody gave is no suggestion
  const fields: Field[] = [
    ...(told.purpose === 'INVITATION' ? [name] : []),
    { name: 'password', label: 'field.password', type: 'password', autocomplete: 'new-password', hint: 'field.passwordHint' },
    { name: 'repeat', label: 'field.repeat', type: 'password', autocomplete: 'new-password' },
  ];
  return buildForm(t, fields, 'invitation.submit', async (values) => {
    const wrong = checkInvitation(values, t);
    if (wrong) return wrong;
    const answer = await api.post('/auth/accept-invitation', { token, name: values.name?.trim(), password: values.password });
    if (!answer.ok) return answer.refusal;
    location.replace('/');
    return null;
  });
}

const page = openPage('page.invitation');
byId('title').textContent = page.t('page.invitation');
// The token stands in the fragment, which browsers send to no server and write into no Referer.
const token = new URLSearchParams(location.hash.slice(1)).get('token');
if (!token) {
  byId('problem').textContent = page.t('invitation.noToken');
} else {
  const told = await page.api.post<Invitation>('/auth/invitation', { token });
  if (told.ok) {
    byId('title').textContent = page.t(told.body.purpose === 'INVITATION' ? 'invitation.welcome' : 'invitation.reset');
    byId('what').textContent = page.t('invitation.what', { email: told.body.email });
    byId('form').append(invitationForm(page, token, told.body));
    byId('form').querySelector('input')?.focus();
  } else {
    byId('problem').textContent = told.refusal.message;
  }
}
