import { el } from './dom';
import type { Translate } from './i18n';

/** What /readyz answers. */
export interface Readiness {
  status: string;
  store: string;
  schemaVersion: number | string;
  index: { state: string; documents: number; seq: number; lag: number };
}

/** How well a part is. */
export type Level = 'ok' | 'warn' | 'bad';

/** One status light: never colour alone, the word for the level goes with it. */
export interface Light {
  label: string;
  level: Level;
  detail: string;
}

const healthy = new Set(['ok', 'ready', 'serving', 'up']);

/** The lights for an answer of /readyz; null stands for no answer. */
export function lights(readiness: Readiness | null, t: Translate): Light[] {
  if (!readiness?.index) return [{ label: t('health.server'), level: 'bad', detail: t('health.unreachable') }];
  const { status, store, schemaVersion, index } = readiness;
  const ready = healthy.has(status.toLowerCase());
  return [
    { label: t('health.server'), level: ready ? 'ok' : 'bad', detail: status },
    {
      label: t('health.store'),
      level: ready ? 'ok' : 'warn',
      detail: t('health.schemaVersion', { store, version: String(schemaVersion) }),
    },
    {
      label: t('health.index'),
      level: healthy.has(index.state.toLowerCase()) ? 'ok' : 'warn',
      detail: `${index.state} · ${t('health.documents', { documents: index.documents, lag: index.lag })}`,
    },
  ];
}

/** Shows the lights in list, and again every ten seconds while the page is looked at. */
export async function watchHealth(list: HTMLElement, t: Translate): Promise<void> {
  const look = async () => list.replaceChildren(...lights(await readiness(), t).map((light) => lightItem(light, t)));
  setInterval(() => void (document.visibilityState === 'visible' && look()), 10_000);
  await look();
}

// A server that is not ready answers 503 with the same body: read it whatever the status.
async function readiness(): Promise<Readiness | null> {
  try {
    return (await (await fetch('/readyz', { cache: 'no-store' })).json()) as Readiness;
  } catch {
    return null;
  }
}

function lightItem({ label, level, detail }: Light, t: Translate): HTMLElement {
  return el(
    'li',
    { class: `light ${level}` },
    el('strong', {}, label),
    el('span', { class: 'level' }, t(`health.${level}`)),
    el('span', { class: 'detail' }, detail),
  );
}
