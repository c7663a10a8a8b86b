import { seeded } from '../random';
import { authors, titles, type Bug, type RepositoryPlan } from './catalogue';

export const hourMs = 3_600_000;
const minuteMs = 60_000;
/** The company's first hour, from which its changes are numbered: no number ever comes back. */
const foundedHour = Date.UTC(2026, 0, 1) / hourMs;

/** How a run of a workflow goes, decided before its payloads are made. */
export interface Outcome {
  kind: 'success' | 'failure' | 'flake' | 'cancelled' | 'timed_out' | 'startup_failure';
  /** Which job fails, as an index into the failing candidates. */
  pick: number;
}

export interface PushPlan {
  sha: string;
  at: number;
  outcome: Outcome;
}

export interface DeployPlan {
  at: number;
  outcome: Outcome;
  /** The bug this deployment brings, until the next deployment of the repository. */
  brings: Bug | null;
}

export interface ChangePlan {
  repository: RepositoryPlan;
  number: number;
  title: string;
  author: string;
  branch: string;
  openedAt: number;
  pushes: readonly PushPlan[];
  merge: { sha: string; at: number; outcome: Outcome; deploy: DeployPlan | null } | null;
}

function outcome(random: ReturnType<typeof seeded>, failing: number): Outcome {
  const pick = random.integer(0, 99);
  const roll = random.next();
  if (roll < failing) return { kind: 'failure', pick };
  if (roll < failing + 0.06) return { kind: 'flake', pick };
  if (roll < failing + 0.09) return { kind: 'cancelled', pick };
  if (roll < failing + 0.1) return { kind: 'timed_out', pick };
  if (roll < failing + 0.105) return { kind: 'startup_failure', pick };
  return { kind: 'success', pick };
}

/** How many changes start in an hour: more in the middle of the day (UTC) than at night. */
function volume(random: ReturnType<typeof seeded>, anHour: number, hour: number): number {
  const daylight = 0.35 + 0.65 * Math.max(0, Math.sin(((hour % 24) / 24) * 2 * Math.PI - Math.PI / 2));
  const expected = anHour * 2 * daylight;
  return Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
}

/**
 * The changes of one repository that are opened in one hour since the epoch. Depends on nothing but its arguments, so that a demo which is
 * started again tells the same past.
 */
export function changesOf(seed: string, repository: RepositoryPlan, hour: number): ChangePlan[] {
  const random = seeded(seed, repository.fullName, hour);
  return Array.from({ length: volume(random, repository.changesAnHour, hour) }, (_, index) => {
    const openedAt = hour * hourMs + random.integer(0, 59) * minuteMs + random.integer(0, 59_000);
    const title = random.pick(titles);
    const number = (hour - foundedHour) * 5 + index + 1;
    const pushes = [openedAt, openedAt + random.integer(14, 40) * minuteMs]
      .slice(0, random.chance(0.4) ? 2 : 1)
      .map((at) => ({ sha: random.hex(40), at, outcome: outcome(random, 0.14) }));
    const last = pushes[pushes.length - 1];
    const mergedAt = (last?.at ?? openedAt) + random.integer(15, 45) * minuteMs;
    const merged = random.chance(0.75) && last?.outcome.kind !== 'failure';
    const deploys = random.chance(0.85);
    return {
      repository,
      number,
      title,
      author: random.pick(authors),
      branch: `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${number}`,
      openedAt,
      pushes,
      merge: merged
        ? {
            sha: random.hex(40),
            at: mergedAt,
            outcome: outcome(random, 0.06),
            deploy: deploys
              ? {
                  at: mergedAt + random.integer(1, 3) * minuteMs,
                  outcome: outcome(random, 0.05),
                  brings: random.chance(0.22) ? random.pick(repository.introduces) : null,
                }
              : null,
          }
        : null,
    };
  });
}

export interface Released {
  sha: string;
  at: number;
  brings: Bug | null;
}

/** Minutes from the start of a deploy run until production serves the release. */
export const deployMinutes = 7;

/** What runs in production at a time, oldest first: the releases of the day before it. */
export function releasesBefore(seed: string, repository: RepositoryPlan, at: number): Released[] {
  const last = Math.floor(at / hourMs);
  const released: Released[] = [];
  for (let hour = last - 24; hour <= last; hour++) {
    for (const { merge } of changesOf(seed, repository, hour)) {
      if (!merge?.deploy || (merge.deploy.outcome.kind !== 'success' && merge.deploy.outcome.kind !== 'flake'))
        continue;
      released.push({ sha: merge.sha, at: merge.deploy.at + deployMinutes * minuteMs, brings: merge.deploy.brings });
    }
  }
  return released.filter((release) => release.at <= at).sort((a, b) => a.at - b.at);
}
