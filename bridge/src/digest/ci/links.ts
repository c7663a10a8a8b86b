import type { CiFact } from '@summit/contracts';
import { jobIdOfFact } from '../../domain/run';
import type { Tx } from '../../store/database';
import type { DigestContext } from '../context';
import type { Batch } from './batch';
import { bulk, byKey, keyOf } from '../shared/bulk';
import { storeTags } from './releases';

interface CommitKey {
  tenant: string;
  provider: string;
  repository: string;
  sha: string;
}

function joiningSha(fact: CiFact): string | undefined {
  if (fact.kind === 'change') return fact.headSha;
  return fact.kind === 'run' || fact.kind === 'job' || fact.kind === 'deployment' ? fact.sha : undefined;
}

/** Runs, deployments and changes of this batch, by the commit that joins them. */
function joiningCommits(batch: Batch): CommitKey[] {
  const keys = batch.all.flatMap(({ tenant, fact }): CommitKey[] => {
    const { provider, fullName: repository } = fact.repository;
    const sha = joiningSha(fact);
    return sha === undefined ? [] : [{ tenant, provider, repository, sha }];
  });
  return [
    ...byKey(
      keys,
      (key) => keyOf(key.tenant, key.provider, key.repository, key.sha),
      (a) => a,
    ).values(),
  ];
}

const COMMIT_KEY = 'tenant text, provider text, repository text, sha text';

/** Joins what came in any order: run to change and deployment to run by their commit, deployment to run by its job, release to commit by its name. */
export async function storeLinks(tx: Tx, batch: Batch, context: DigestContext): Promise<void> {
  const commits = joiningCommits(batch);
  await linkRunsToChanges(tx, commits, context);
  await linkDeploymentsToJobs(tx, batch, context);
  await linkDeploymentsToRuns(tx, commits, context);
  await storeTags(tx, batch);
}

/** A deployment whose source names the job that made it belongs to that job's run, whichever of the two was reported first. */
async function linkDeploymentsToJobs(tx: Tx, batch: Batch, context: DigestContext): Promise<void> {
  const jobs = batch.all.flatMap(({ tenant, fact }) => {
    if (fact.kind !== 'job' && fact.kind !== 'deployment') return [];
    const { providerJobId } = fact;
    return providerJobId === undefined ? [] : [{ tenant, job_id: jobIdOfFact({ ...fact, providerJobId }) }];
  });
  const keys = byKey(
    jobs,
    (job) => keyOf(job.tenant, job.job_id),
    (a) => a,
  );
  const linked = await bulk<{ tenant: string; run_id: string }>(
    tx,
    [...keys.values()],
    'tenant text, job_id text',
    (x) => `
      UPDATE deployment d SET run_id = found.run_id, run_reported = true
      FROM (SELECT j.tenant, j.id, max(j.run_id) AS run_id FROM ${x} JOIN job j ON j.tenant = x.tenant AND j.id = x.job_id GROUP BY 1, 2) found
      WHERE d.tenant = found.tenant AND d.job_id = found.id AND NOT d.run_reported
      RETURNING d.tenant, d.run_id`,
  );
  for (const deployment of linked) context.changed(deployment.tenant, 'run', deployment.run_id);
}

/** GitHub names no change on runs of forks: the change whose head was this commit is the one. */
async function linkRunsToChanges(tx: Tx, commits: readonly CommitKey[], context: DigestContext): Promise<void> {
  const linked = await bulk<{ tenant: string; id: string }>(
    tx,
    commits,
    COMMIT_KEY,
    (x) => `
      UPDATE run r SET change_number = found.number
      FROM (SELECT x.tenant, x.provider, x.repository, x.sha, min(h.number) AS number
            FROM ${x} JOIN change_head h USING (tenant, provider, repository, sha) GROUP BY 1, 2, 3, 4) found
      WHERE r.tenant = found.tenant AND r.sha = found.sha AND r.provider = found.provider AND r.repository = found.repository
        AND r.change_number IS NULL
      RETURNING r.tenant, r.id`,
  );
  for (const run of linked) context.changed(run.tenant, 'run', run.id);
}

/**
 * A deployment whose source names no run belongs to a run of its commit that was under way when it was made, or else to the last one that
 * began before it. Decided anew whenever a run or a deployment of the commit is reported, so the order of reports does not matter.
 */
async function linkDeploymentsToRuns(tx: Tx, commits: readonly CommitKey[], context: DigestContext): Promise<void> {
  const linked = await bulk<{ tenant: string; run_id: string }>(
    tx,
    commits,
    COMMIT_KEY,
    (x) => `
      UPDATE deployment d SET run_id = found.run_id
      FROM (
        SELECT d.tenant, d.id, best.id AS run_id FROM ${x}
        JOIN deployment d ON d.tenant = x.tenant AND d.sha = x.sha AND d.provider = x.provider AND d.repository = x.repository
        CROSS JOIN LATERAL (
          SELECT r.id FROM run r
          WHERE r.tenant = d.tenant AND r.sha = d.sha AND r.provider = d.provider AND r.repository = d.repository
            AND r.queued_at <= d.created_at
          ORDER BY (r.finished_at IS NULL OR r.finished_at >= d.created_at) DESC, r.queued_at DESC, r.id DESC LIMIT 1) best
        WHERE NOT d.run_reported) found
      WHERE d.tenant = found.tenant AND d.id = found.id AND d.run_id IS DISTINCT FROM found.run_id
      RETURNING d.tenant, d.run_id`,
  );
  for (const deployment of linked) context.changed(deployment.tenant, 'run', deployment.run_id);
}
