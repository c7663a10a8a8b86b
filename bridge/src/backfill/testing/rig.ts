import { randomBytes } from 'node:crypto';
import { rawQuery, type Database } from '../../store/database';
import { backfillApis } from '../apis';
import { graphMemory } from '../graphs/answers';
import { type Get, httpGet } from '../http';
import { addTasks, claimSources } from '../queue';
import { logGet } from '../logs/get';
import { type FullStepOptions, step } from '../step';

/** What a test needs to work a source without the loop around it: time and chance in its hands. */
export interface Rig {
  options: FullStepOptions;
  /** Milliseconds by which the clock is ahead of `start`. */
  clock: { ms: number };
  add(source: NewTestSource): Promise<string>;
  /** Steps until nothing is due; returns how many. */
  drain(id: string, most?: number): Promise<number>;
}

export interface NewTestSource {
  tenant: string;
  url: string;
  repositories: readonly string[];
  provider?: 'github' | 'gitlab' | 'jenkins';
  since?: Date;
  repairHours?: number;
  logs?: { days: number; maxBytes: number };
}

export const start = new Date('2026-02-01T09:00:00Z');
export const apiOf = (provider: string) => Object.values(backfillApis).find((api) => api.provider === provider);

export function rigOf(
  db: () => Database,
  get: Get = httpGet({ timeoutMs: 2_000 }),
  clock: Rig['clock'] = { ms: 0 },
): Rig {
  const graphs = graphMemory();
  const now = () => new Date(start.getTime() + clock.ms);
  const options = (): FullStepOptions => ({
    db: db(),
    get,
    getLog: logGet({ timeoutMs: 2_000, allowedHosts: ['127.0.0.1'] }),
    partBytes: 1024,
    graphs,
    apiOf,
    open: async (sealed) => sealed,
    now,
    random: () => 1,
    exportMaxAgeMs: 168 * 3_600_000,
    maxWaitingRows: 10_000,
    onAppended: () => undefined,
  });
  const rig: Rig = {
    get options() {
      return options();
    },
    clock,
    async add({
      tenant,
      url,
      repositories,
      provider = 'github',
      since = new Date('2026-01-01T00:00:00Z'),
      repairHours = 0,
      logs,
    }) {
      const id = randomBytes(6).toString('hex');
      const api = apiOf(provider);
      if (!api) throw new Error(`no api of ${provider}`);
      await db()
        .transaction()
        .execute(async (tx) => {
          await rawQuery(
            tx,
            `INSERT INTO backfill (id, tenant, provider, name, url, token, since, repair_hours, requests_per_second, created_by, logs_days, logs_max_bytes)
           VALUES ($1, $2, $3, $3, $4, $5, $6, $7, 50, 'test', $8, $9)`,
            [
              id,
              tenant,
              provider,
              url,
              Buffer.from('secret-token'),
              since,
              repairHours,
              logs?.days ?? null,
              logs?.maxBytes ?? null,
            ],
          );
          for (const [position, name] of repositories.entries()) {
            await rawQuery(
              tx,
              `INSERT INTO backfill_repository (backfill_id, name, tenant, position, state, round_at) VALUES ($1, $2, $3, $4, 'importing', $5)`,
              [id, name, tenant, position, now()],
            );
            await addTasks(tx, id, name, [{ task: api.first(), ofRun: false }]);
          }
        });
      return id;
    },
    async drain(id, most = 2_000) {
      let steps = 0;
      while (steps < most) {
        const source = (await claimSources(db(), 'test', now())).find((one) => one.id === id);
        if (!source || (await step(source, options())) !== 'asked') break;
        steps += 1;
      }
      return steps;
    },
  };
  return rig;
}

/** Everything of a tenant that must not depend on how it was heard of, without what says when rows were written. */
export async function rowsOf(
  db: Database,
  tenant: string,
  tables: readonly string[],
): Promise<Record<string, unknown[]>> {
  const entries = await Promise.all(
    tables.map(async (table): Promise<[string, unknown[]]> => {
      const rows = await rawQuery<{ row: unknown }>(
        db,
        `SELECT to_jsonb(t) - 'tenant' - 'exported_at' - 'export_after' - 'updated_at' AS row FROM ${table} t
         WHERE tenant = $1 ORDER BY to_jsonb(t)::text`,
        [tenant],
      );
      return [table, rows.map(({ row }) => row)];
    }),
  );
  return Object.fromEntries(entries);
}
