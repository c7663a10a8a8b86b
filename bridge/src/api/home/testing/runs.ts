import type { DisplayStatus } from '@summit/contracts';
import type { Database } from '../../../store/database';

export interface RunOf {
  id: string;
  branch: string;
  by: string;
  status: DisplayStatus;
  hoursAgo: number;
  change?: number;
}

const isLive = (status: DisplayStatus): status is 'queued' | 'running' => status === 'queued' || status === 'running';

/** Runs of one pipeline as the digest leaves them; one test fails in `a4`. */
export async function addTo(
  db: Database,
  { tenant, now, runs }: { tenant: string; now: Date; runs: readonly RunOf[] },
): Promise<void> {
  for (const [n, run] of runs.entries()) {
    const at = new Date(now.getTime() - run.hoursAgo * 3_600_000);
    await db
      .insertInto('run')
      .values({
        tenant,
        id: run.id,
        provider: 'github',
        system: 'github',
        host: 'github.com',
        provider_run_id: run.id,
        attempt: 1,
        repository: 'demo/shop',
        name: 'ci',
        number: n,
        status: isLive(run.status) ? run.status : 'completed',
        result: isLive(run.status) ? null : run.status,
        display_status: run.status,
        branch: run.branch,
        change_number: run.change ?? null,
        actor: JSON.stringify({ name: run.by }),
        queued_at: at,
        url: `https://git.test/runs/${run.id}`,
        trace_id: 'c'.repeat(32),
      })
      .execute();
  }
  const at = new Date(now.getTime() - 7 * 3_600_000);
  const { id: testId } = await db
    .insertInto('test')
    .values({
      tenant,
      repository: 'demo/shop',
      hash: Buffer.alloc(32, 7),
      suite: 'cart',
      name: 'adds up',
      first_seen: at,
      last_seen: at,
      last_outcome: 'failed',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const result = { tenant, test_id: testId, report_id: '1', at, infrastructure: false };
  await db
    .insertInto('test_result')
    .values([
      { ...result, run_id: 'a4', rank: 0, outcome: 'failed', message: 'expected 3' },
      { ...result, run_id: 'c2', rank: 0, outcome: 'failed', message: 'of a branch that is mended' },
      { ...result, run_id: 'b3', rank: 2, outcome: 'passed' },
    ])
    .execute();
}
