import type { CiFact } from '@summit/contracts';
import type { CiTranslator } from './ci';
import { PayloadError } from './payload';

/** Clocks are wrong by minutes, and zones by hours. */
const MAX_AHEAD_MS = 24 * 3600 * 1000;

/** What is wrong with a delivery, for the one who wrote it: that it cannot be translated, or is of a time that is not yet. */
export function deliveryProblems(translator: CiTranslator, event: string, body: Buffer, now: Date): string[] {
  try {
    const translation = translator.translate(event, JSON.parse(body.toString('utf8')));
    if ('dropped' in translation) return [];
    return translation.facts.flatMap((fact, index) => aheadOf(fact, index, now.getTime() + MAX_AHEAD_MS)).slice(0, 3);
  } catch (error) {
    if (error instanceof PayloadError) return [error.message];
    throw error;
  }
}

/** At these doors the nth fact is that of the nth event. */
function aheadOf(fact: CiFact, index: number, limitMs: number): string[] {
  const time = timesOf(fact).find((text) => Date.parse(text) > limitMs);
  return time === undefined ? [] : [`events.${index}: ${time} is more than a day ahead of the bridge's clock`];
}

function timesOf(fact: CiFact): string[] {
  const parts: object[] = [fact, ...(fact.kind === 'job' ? fact.steps : [])];
  const fields = parts.flatMap((part): [string, unknown][] => Object.entries(part));
  return fields.flatMap(([name, value]) => (/^at$|At$/.test(name) && typeof value === 'string' ? [value] : []));
}
