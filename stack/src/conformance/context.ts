import type { Stack } from '../run';
import type { Report } from './checks';

export interface Context {
  stack: Stack;
  report: Report;
  /** Query address of a Tempo, when there is one. */
  tempoUrl?: string;
  /** Short and unlike that of any run before, so that a check finds its own data only. */
  runId: string;
  /** The tenant of senders that name none. */
  defaultTenant: string;
  /** A tenant whose traces are sampled and measured beside the default one's. */
  secondTenant: string;
  /** A tenant that no configuration names. */
  unnamedTenant: string;
  now: () => number;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
