import type { Home, Issue, Run } from '@summit/contracts';
import { sql } from 'kysely';
import type { Database } from '../../store/database';
import type { ApiDeps } from '../deps';
import { issuesById } from '../issues/rows';
import { runsById, selectRuns, toRuns } from '../runs/rows';
import { openChanges } from './changes';
import { failingBranches, failingTests } from './failing';
import { isNamed, MOST, type Person } from './person';
import { shippedBy, suspectedIssues } from './shipped';

const byId = <T extends { id: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
  new Map(all.map((one) => [one.id, one]));

/** The home page of a person. What breaks its contract is left out, as in lists. */
export async function homeOf(deps: ApiDeps, person: Person): Promise<Home> {
  const { db, unreadable } = deps;
  const { tenant } = person;
  const [live, failing, changes, suspects, shipped, known] = await Promise.all([
    selectRuns(db, tenant, () => isLiveOf(person), MOST),
    failingBranches(db, person),
    openChanges(db, person),
    suspectedIssues(db, person),
    shippedBy(db, person),
    isKnown(db, person),
  ]);
  const wanted = [...failing.map(({ run_id }) => run_id), ...changes.flatMap(({ runId }) => runId ?? [])];
  const [runs, issues] = await Promise.all([
    runsById(db, tenant, [...new Set(wanted)], unreadable).then(byId<Run>),
    issuesById(
      db,
      tenant,
      suspects.map(({ issueId }) => issueId),
      deps.now(),
      unreadable,
    ).then(byId<Issue>),
  ]);
  const branches = failing.flatMap(({ run_id, since }) => {
    const run = runs.get(run_id);
    return run ? [{ run, since }] : [];
  });
  return {
    running: toRuns(live, unreadable),
    failing: branches,
    tests: await failingTests(
      db,
      tenant,
      branches.map(({ run }) => run),
    ),
    changes: changes.map(({ runId, ...change }) => ({ ...change, run: (runId && runs.get(runId)) || null })),
    issues: suspects.flatMap(({ issueId, change, among }) => {
      const issue = issues.get(issueId);
      return issue ? [{ issue, change, among }] : [];
    }),
    shipped,
    known: known || changes.length > 0 || shipped.length > 0,
  };
}

const isLiveOf = (person: Person) =>
  sql<boolean>`run.display_status IN ('queued', 'running') AND ${isNamed(sql.ref('run.actor'), person)}`;

async function isKnown(db: Database, person: Person): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    SELECT EXISTS (
      SELECT FROM run WHERE tenant = ${person.tenant} AND ${isNamed(sql.ref('actor'), person)} AND queued_at >= ${person.since}) AS known`.execute(
    db,
  );
  return rows[0]?.known === true;
}
