import type { EntityLink } from '@summit/contracts';
import type { Database } from '../../store/database';
import { changesAfter, changesBefore } from './changes';
import { commitsBefore } from './commits';
import { deploymentsAfter, deploymentsBefore } from './deployments';
import { incidentsAfter } from './incidents';
import { issuesAfter, issuesBefore } from './issues';
import { nothingMet, type Met, type Node } from './nodes';
import { releasesAfter, releasesBefore } from './releases';
import { runsAfter, runsBefore } from './runs';

export interface Walk {
  ledHere: EntityLink[];
  followed: EntityLink[];
}

type Stage = (db: Database, tenant: string, met: Met) => Promise<void>;

/** The road, in its order. `after` finds a kind from what came before it on the road, `before` from what came after it. */
const road: readonly { kind: Node['kind']; after: Stage | null; before: Stage | null }[] = [
  {
    kind: 'commit',
    after: null,
    before: async (db, tenant, met) => void met.commit.push(...(await commitsBefore(db, tenant, met))),
  },
  {
    kind: 'change',
    after: async (db, tenant, met) => void met.change.push(...(await changesAfter(db, tenant, met))),
    before: async (db, tenant, met) => void met.change.push(...(await changesBefore(db, tenant, met))),
  },
  {
    kind: 'run',
    after: async (db, tenant, met) => void met.run.push(...(await runsAfter(db, tenant, met))),
    before: async (db, tenant, met) => void met.run.push(...(await runsBefore(db, tenant, met))),
  },
  {
    kind: 'deployment',
    after: async (db, tenant, met) => void met.deployment.push(...(await deploymentsAfter(db, tenant, met))),
    before: async (db, tenant, met) => void met.deployment.push(...(await deploymentsBefore(db, tenant, met))),
  },
  {
    kind: 'release',
    after: async (db, tenant, met) => void met.release.push(...(await releasesAfter(db, tenant, met))),
    before: async (db, tenant, met) => void met.release.push(...(await releasesBefore(db, tenant, met))),
  },
  {
    kind: 'issue',
    after: async (db, tenant, met) => void met.issue.push(...(await issuesAfter(db, tenant, met))),
    before: async (db, tenant, met) => void met.issue.push(...(await issuesBefore(db, tenant, met))),
  },
  {
    kind: 'incident',
    after: async (db, tenant, met) => void met.incident.push(...(await incidentsAfter(db, tenant, met))),
    before: null,
  },
];

/** Walks the graph from one entity, both ways: each stage joins with all stages passed, one query a kind. Links are in the road's order. */
export async function walkFrom(db: Database, tenant: string, start: Node): Promise<Walk> {
  const at = road.findIndex((stage) => stage.kind === start.kind);
  const run = async (stages: readonly (Stage | null)[]): Promise<Met> => {
    const met = startAt(start);
    for (const stage of stages) await stage?.(db, tenant, met);
    return met;
  };
  const [before, after] = await Promise.all([
    run(
      road
        .slice(0, at)
        .map((stage) => stage.before)
        .reverse(),
    ),
    run(road.slice(at + 1).map((stage) => stage.after)),
  ]);
  return { ledHere: linksOf(before), followed: linksOf(after) };
}

function startAt(start: Node): Met {
  const met = nothingMet();
  switch (start.kind) {
    case 'commit':
      return { ...met, commit: [start] };
    case 'change':
      return { ...met, change: [start] };
    case 'run':
      return { ...met, run: [start] };
    case 'deployment':
      return { ...met, deployment: [start] };
    case 'release':
      return { ...met, release: [start] };
    case 'issue':
      return { ...met, issue: [start] };
    case 'incident':
      return { ...met, incident: [start] };
  }
}

const linksOf = (met: Met): EntityLink[] =>
  road.flatMap((stage) => met[stage.kind].flatMap((node) => (node.link ? [node.link] : [])));
