import { el } from './dom';
import type { Refusal } from './errors';
import type { Translate } from './i18n';
import type { Key } from './messages';

/** One input of a form. */
export interface Field {
  name: string;
  label: Key;
  type: 'text' | 'email' | 'password';
  autocomplete: string;
  hint?: Key;
  value?: string;
}

/** What was typed, by field name. */
export type Values = Record<string, string>;

/**
 * A form of labelled inputs. On submit, send answers null when all is well or the refusal, which is shown at its field,
 * or above the button when it belongs to none. What was typed stays.
 */
export function buildForm(
  t: Translate,
  fields: readonly Field[],
  submit: Key,
  send: (values: Values) => Promise<Refusal | null>,
): HTMLFormElement {
  const problem = el('p', { class: 'problem', role: 'alert' });
  const button = el('button', { type: 'submit' }, t(submit));
  const form = el('form', { novalidate: true, method: 'post' }, ...fields.map((f) => fieldRow(t, f)), problem, button);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    showRefusal(form, null);
    button.disabled = true;
    const refusal = await send(valuesOf(form));
    button.disabled = false;
    showRefusal(form, refusal);
  });
  return form;
}

function fieldRow(t: Translate, field: Field): HTMLElement {
  const id = `field-${field.name}`;
  const input = el('input', {
    id,
    name: field.name,
    type: field.type,
    autocomplete: field.autocomplete,
    value: field.value,
    required: true,
    'aria-describedby': `${field.hint ? `${id}-hint ` : ''}${id}-problem`,
  });
  return el(
    'div',
    { class: 'field' },
    el('label', { for: id }, t(field.label)),
    input,
    field.hint && el('p', { id: `${id}-hint`, class: 'hint' }, t(field.hint)),
    el('p', { id: `${id}-problem`, class: 'problem', role: 'alert' }),
  );
}

function showRefusal(form: HTMLFormElement, refusal: Refusal | null): void {
  for (const input of form.querySelectorAll('input')) input.removeAttribute('aria-invalid');
  for (const problem of form.querySelectorAll('.problem')) problem.textContent = '';
  if (!refusal) return;
  const input = [...form.querySelectorAll('input')].find((candidate) => candidate.name === refusal.field);
  input?.setAttribute('aria-invalid', 'true');
  input?.focus();
  const place = input ? form.querySelector(`#${input.id}-problem`) : form.querySelector(':scope > .problem');
  place?.replaceChildren(refusal.message);
}

function valuesOf(form: HTMLFormElement): Values {
  return Object.fromEntries([...form.querySelectorAll('input')].map((input) => [input.name, input.value]));
}
