import type { Refusal } from './errors';
import type { Values } from './form';
import type { Translate } from './i18n';
import type { Key } from './messages';

/** The shortest password the server takes, in characters. */
export const passwordMinimum = 12;

/** What is wrong with a sign-in before it is sent, or null. */
export function checkSignIn(values: Values, t: Translate): Refusal | null {
  return firstProblem(t, [
    [blank(values.email), 'email', 'check.required'],
    [!values.password, 'password', 'check.required'],
  ]);
}

/** What is wrong with the first administrator before it is sent, or null. */
export function checkSetup(values: Values, t: Translate): Refusal | null {
  return firstProblem(t, [
    [blank(values.name), 'name', 'check.required'],
    [blank(values.email), 'email', 'check.required'],
    [!/^[^\s@]+@[^\s@]+$/.test((values.email ?? '').trim()), 'email', 'check.email'],
    ...newPassword(values),
  ]);
}

/** What is wrong with who accepts an invitation before it is sent, or null; whose password is new alone gives no name. */
export function checkInvitation(values: Values, t: Translate): Refusal | null {
  return firstProblem(t, [[values.name !== undefined && blank(values.name), 'name', 'check.required'], ...newPassword(values)]);
}

const newPassword = (values: Values): [boolean, string, Key][] => [
  [Array.from(values.password ?? '').length < passwordMinimum, 'password', 'check.passwordShort'],
  [values.password !== values.repeat, 'repeat', 'check.passwordDiffers'],
];

function firstProblem(t: Translate, checks: [wrong: boolean, field: string, message: Key][]): Refusal | null {
  const found = checks.find(([wrong]) => wrong);
  return found ? { code: 'VALIDATION_FAILED', field: found[1], message: t(found[2]) } : null;
}

const blank = (value: string | undefined) => !value?.trim();
