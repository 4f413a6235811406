import { expect, test } from 'vitest';
import { checkSetup, checkSignIn } from '../src/checks';
import type { Refusal } from '../src/errors';
import { buildForm, type Values } from '../src/form';
import { translator } from '../src/i18n';

const t = translator('en');
const good = { name: 'Ann', email: 'ann@example.test', password: 'correct horse', repeat: 'correct horse' };

test.each<[string, Values, string | undefined]>([
  ['a complete one passes', good, undefined],
  ['twelve Chinese characters are a password', { ...good, password: '一二三四五六七八九十百千', repeat: '一二三四五六七八九十百千' }, undefined],
  ['characters are counted, not code units', { ...good, password: '😀'.repeat(11), repeat: '😀'.repeat(11) }, 'password'],
  ['the name is needed', { ...good, name: '  ' }, 'name'],
  ['the address is needed', { ...good, email: '' }, 'email'],
  ['the address needs an @', { ...good, email: 'ann' }, 'email'],
  ['eleven characters are too few', { ...good, password: 'x'.repeat(11), repeat: 'x'.repeat(11) }, 'password'],
  ['the passwords must agree', { ...good, repeat: 'correct horsf' }, 'repeat'],
  ['nothing at all', {}, 'name'],
])('first administrator: %s', (_, values, field) => expect(checkSetup(values, t)?.field).toBe(field));

test.each<[Values, string | undefined]>([
  [{ email: 'ann@example.test', password: 'x' }, undefined],
  [{ email: ' ', password: 'x' }, 'email'],
  [{ email: 'ann', password: '' }, 'password'],
])('sign-in %j stops at %s', (values, field) => expect(checkSignIn(values, t)?.field).toBe(field));

function formWith(send: (values: Values) => Promise<Refusal | null>) {
  const form = buildForm(
    t,
    [
      { name: 'email', label: 'field.email', type: 'email', autocomplete: 'username' },
      { name: 'password', label: 'field.password', type: 'password', autocomplete: 'current-password', hint: 'field.passwordHint' },
    ],
    'signIn.submit',
    send,
  );
  document.body.replaceChildren(form);
  const [email, password] = [...form.querySelectorAll('input')] as [HTMLInputElement, HTMLInputElement];
  const submit = async () => {
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    await new Promise((done) => setTimeout(done));
  };
  return { form, email, password, submit };
}

test('every input has a label and is described by its hint and its problem', () => {
  const { form } = formWith(async () => null);
  for (const input of form.querySelectorAll('input')) {
    expect(form.querySelector(`label[for=${input.id}]`)?.textContent).not.toBe('');
    for (const id of input.getAttribute('aria-describedby')!.split(' ')) expect(form.querySelector(`#${id}`)).not.toBeNull();
  }
});

test('a refusal about a field is shown there, focused, and goes away with the next try', async () => {
  const refusals: (Refusal | null)[] = [{ code: 'VALIDATION_FAILED', field: 'password', message: '<i>short</i>' }, null];
  const { form, email, password, submit } = formWith(async () => refusals.shift()!);
  email.value = 'ann@example.test';
  await submit();
  expect(form.querySelector('#field-password-problem')?.textContent).toBe('<i>short</i>');
  expect(password.getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(password);
  expect(email.value).toBe('ann@example.test');
  await submit();
  expect(form.querySelectorAll('[aria-invalid]')).toHaveLength(0);
  expect([...form.querySelectorAll('.problem')].map((p) => p.textContent).join('')).toBe('');
});

test('a refusal about no field of the form is shown above the button', async () => {
  const { form, submit } = formWith(async () => ({ code: 'UNAUTHENTICATED', field: 'other', message: 'No such pair.' }));
  await submit();
  expect(form.querySelector(':scope > .problem')?.textContent).toBe('No such pair.');
});

test('a second submit waits for the first', async () => {
  let sent = 0;
  const { submit } = formWith(() => (sent++, new Promise(() => {})));
  await submit();
  await submit();
  expect(sent).toBe(1);
});
