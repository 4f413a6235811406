import { messages, type Key } from './messages';

/** The languages of the product. */
export type Language = 'en' | 'zh';

/** Renders the text of a key, with `{name}` replaced by args.name. */
export type Translate = (key: Key, args?: Record<string, string | number>) => string;

/** The language to show: the first of the wishes that is Chinese or English; English when none is. */
export function chooseLanguage(wishes: readonly (string | null)[]): Language {
  for (const wish of wishes) {
    const language = wish?.toLowerCase().split(/[-_]/)[0];
    if (language === 'zh' || language === 'en') return language;
  }
  return 'en';
}

/** The texts of one language; numbers are grouped the way the language does. */
export function translator(language: Language): Translate {
  const show = (value: string | number) => (typeof value === 'number' ? value.toLocaleString(language) : value);
  return (key, args = {}) =>
    messages[key][language].replace(/\{(\w+)\}/g, (hole, name: string) =>
      Object.hasOwn(args, name) ? show(args[name]!) : hole,
    );
}

/** The label of an enum value such as a kind or a role; the bare value when it has none. */
export function labelOf(t: Translate, group: string, value: string): string {
  const key = `${group}.${value.toUpperCase()}`;
  return Object.hasOwn(messages, key) ? t(key as Key) : value;
}
