import {
  compareLatency,
  failedQuery,
  failedRequests,
  latencyPieces,
  latencyQuery,
  type RollbackConditions,
  type RollbackEvidence,
  type Sample,
} from '@summit/contracts';
import { beganAt } from '../../domain/impact';
import { burnRate, burnWindows, CONFIDENCE, stretchMs } from '../../domain/rollbackPolicy';
import { CouldNotAsk, type AskMetrics } from './prometheus';

const MINUTE = 60_000;

/** What the metrics say of a deployment; `problem` is why they say nothing, or not all. */
export interface Measured extends Pick<RollbackEvidence, 'latency' | 'burn'> {
  problem: string | null;
}
export const unmeasured: Measured = { latency: null, burn: null, problem: null };

/** A deployment that a policy looks at. */
export interface Measurable {
  tenant: string;
  id: string;
  deployment_id: string | null;
  environment: string;
  production: boolean;
  created_at: Date;
  finished_at: Date;
}

export type Measure = (row: Measurable, conditions: RollbackConditions, now: Date) => Promise<Measured>;

/**
 * Measures deployments, each policy once a minute: what was measured stands until then. Where nobody answers no round is kept waiting: nothing is
 * asked for half a minute.
 */
export function createMeasure(ask: AskMetrics | null): Measure {
  const known = new Map<string, { at: number; measured: Measured }>();
  let silent = { until: -Infinity, problem: '' };
  return async (row, conditions, now) => {
    if (conditions.slower === null && conditions.burn === null) return unmeasured;
    if (ask === null) return { ...unmeasured, problem: 'METRICS_URL is not set' };
    const key = JSON.stringify([row.tenant, row.id, row.deployment_id, conditions]);
    for (const [one, { at }] of known) if (at <= now.getTime() - MINUTE) known.delete(one);
    const before = known.get(key);
    if (before) return before.measured;
    if (now.getTime() < silent.until) return { ...unmeasured, problem: silent.problem };
    try {
      const measured = { ...(await measure(ask, row, conditions, now)), problem: null };
      known.set(key, { at: now.getTime(), measured });
      return measured;
    } catch (error) {
      if (!(error instanceof CouldNotAsk)) throw error;
      const measured = { ...unmeasured, problem: error.message };
      // A minute for itself, half of one for the others: whose question takes too long is not the first to be asked again.
      known.set(key, { at: now.getTime(), measured });
      if (error.away) silent = { until: now.getTime() + MINUTE / 2, problem: error.message };
      return measured;
    }
  };
}

/** Samples are a quarter of a minute on their way, and more: a stretch is asked for once that is over. */
const ON_THEIR_WAY = MINUTE;

async function measure(ask: AskMetrics, row: Measurable, { slower, burn }: RollbackConditions, now: Date) {
  const finished = row.finished_at.getTime();
  const began = beganAt({ createdAt: row.created_at.getTime(), finishedAt: finished });
  const { environment, production, tenant } = row;
  const served = (service: string) => ({ service, environment, production });
  const length = stretchMs(now.getTime() - ON_THEIR_WAY - finished);
  const windows = burnWindows(now.getTime() - began, burn?.minutes ?? 0);
  const compared = slower &&
    length !== null && {
      before: { from: began - length, to: began },
      after: { from: finished, to: finished + length },
    };
  return {
    latency:
      slower && compared
        ? latencyOf(slower.service, await ask(tenant, latencyQuery(served(slower.service), compared), now))
        : null,
    burn:
      burn && windows
        ? burnOf(burn, windows, await ask(tenant, failedQuery(served(burn.service), windows.long, windows.short), now))
        : null,
  };
}

function latencyOf(service: string, samples: readonly Sample[]): RollbackEvidence['latency'] {
  const { before, after } = latencyPieces(samples);
  return { service, ...compareLatency(before, after, CONFIDENCE) };
}

function burnOf(
  { service, objective }: NonNullable<RollbackConditions['burn']>,
  { long, short }: { long: number; short: number },
  samples: readonly Sample[],
): RollbackEvidence['burn'] {
  const counts = failedRequests(samples);
  const window = (seconds: number, counted: { requests: number; failed: number }) => ({
    minutes: seconds / 60,
    ...counted,
    rate: burnRate(counted, objective),
  });
  return { service, long: window(long, counts.long), short: window(short, counts.short) };
}
