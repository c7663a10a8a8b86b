import type { BuildKind, BuildProfile, BuildUnit, CacheUse } from '@summit/contracts';
import { tooLarge } from '../error';
import { durationOf } from '../numbers';
import { nameOf } from '../words';
import { cut } from '../../text';

/** Units that are kept of a profile: nobody reads more, and a build may have millions. */
export const MAX_UNITS = 300;
const MAX_TOLD = 5_000_000;
const MAX_KINDS = 30;
const MAX_NAME = 300;
const MAX_KIND = 60;
const OTHER = 'other';

/** A unit as a tool tells of it; what is no duration makes it none. */
export interface NewUnit {
  name: string;
  kind: string;
  startMs?: number | undefined;
  durationMs: number | undefined;
}

interface Told {
  format: string;
  tool: string;
  durationMs?: number | undefined;
  startedAt?: string | undefined;
  cache?: CacheUse | undefined;
}

export interface UnitList {
  /** @throws {ReportError} past what one profile may tell */
  add(unit: NewUnit): void;
  profile(told: Told): BuildProfile;
}

const bySlowness = (a: BuildUnit, b: BuildUnit): number => b.durationMs - a.durationMs;
const text = (given: string, length: number): string => cut(nameOf(cut(given, length * 4)), length).trim();

/** Sums all units by kind and keeps the slowest. Each unit is looked at once, and the kept ones are sorted whenever as many again have come. */
export function unitList(): UnitList {
  const kinds = new Map<string, BuildKind>();
  let kept: BuildUnit[] = [];
  let count = 0;
  return {
    add({ name, kind: told, startMs, durationMs }) {
      const duration = durationOf(durationMs);
      const shown = text(name, MAX_NAME);
      if (duration === undefined || shown === '') return;
      count += 1;
      if (count > MAX_TOLD) throw tooLarge(`The profile has more than ${MAX_TOLD} units.`);
      const kind = kindOf(kinds, text(told, MAX_KIND));
      kind.count += 1;
      kind.durationMs += duration;
      const start = durationOf(startMs);
      kept.push({ name: shown, kind: kind.kind, ...(start !== undefined && { startMs: start }), durationMs: duration });
      if (kept.length >= MAX_UNITS * 2) kept = kept.sort(bySlowness).slice(0, MAX_UNITS);
    },
    profile({ format, tool, durationMs, startedAt, cache }) {
      const duration = durationOf(durationMs);
      return {
        kind: 'profile',
        format,
        tool,
        ...(duration !== undefined && { durationMs: duration }),
        ...(startedAt !== undefined && { startedAt }),
        ...(cache !== undefined && cache.hits + cache.misses > 0 && { cache }),
        kinds: [...kinds.values()]
          .map((kind) => ({ ...kind, durationMs: Math.round(kind.durationMs * 1000) / 1000 }))
          .sort((a, b) => b.durationMs - a.durationMs),
        units: kept.sort(bySlowness).slice(0, MAX_UNITS),
        unitCount: count,
      };
    },
  };
}

function kindOf(kinds: Map<string, BuildKind>, told: string): BuildKind {
  const wanted = told === '' ? OTHER : told;
  const name = kinds.has(wanted) || kinds.size < MAX_KINDS - 1 ? wanted : OTHER;
  const known = kinds.get(name) ?? { kind: name, count: 0, durationMs: 0 };
  kinds.set(name, known);
  return known;
}
