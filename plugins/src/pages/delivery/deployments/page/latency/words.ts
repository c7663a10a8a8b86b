import type { Deployment, LatencyComparison } from '@summit/contracts';
import { count, duration } from '../../../../../shared/time/format';
import { times } from '../errors/words';

/** Below a second, milliseconds say more. */
export const latency = (seconds: number | null): string =>
  seconds === null
    ? '–'
    : seconds < 1
      ? `${Number((seconds * 1000).toPrecision(3))} ms`
      : seconds < 60
        ? `${Number(seconds.toPrecision(3))} s`
        : duration(seconds * 1000);

/** What a service is called, as far as a deployment tells: its own word, or the name of its repository. */
export const likelyService = ({ service, repository }: Pick<Deployment, 'service' | 'repository'>): string =>
  service ?? repository.split('/').at(-1) ?? repository;

/** Of what is known, the one that is asked for, or the likely one in whatever capitals; null where there is none. */
export function chosenService(known: readonly string[], asked: string, likely: string): string | null {
  const like = (name: string) => known.find((one) => one.toLowerCase() === name.toLowerCase());
  return asked === '' ? (like(likely) ?? null) : (like(asked) ?? asked);
}

/** How sure it is that requests became slower or faster, without the figures. */
export function latencySentence({ slower, low, high, before, after }: LatencyComparison): string {
  const counts = `${count(Math.round(after.requests))} requests after it, ${count(Math.round(before.requests))} in as long before`;
  if (slower === null || low === null || high === null) return `${counts}.`;
  const per = (value: number): string => `${times(value * 100)} %`;
  return `${counts}: one after it takes longer than one before in ${per(slower)} of pairs (95 % between ${per(low)} and ${per(high)}; 50 % is no change).`;
}
