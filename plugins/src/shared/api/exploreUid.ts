import { bridgeSource } from './client';
import { linkedSource } from './sources';

/** The Tempo or Loki that pages link to: the one chosen in the settings of Summit's data source, as its own links do. */
export function exploreUid(type: 'tempo' | 'loki'): string | undefined {
  const settings: Readonly<Record<string, unknown>> = { ...bridgeSource()?.jsonData };
  const chosen = settings[`${type}Uid`];
  return linkedSource(type, typeof chosen === 'string' ? chosen : undefined)?.uid;
}
