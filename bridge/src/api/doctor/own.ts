import type { DoctorHop } from '@summit/contracts';
import { sql } from 'kysely';
import type { Caller } from '../auth/caller';
import { jwksUrlOf } from '../auth/grafanaIdentity';
import type { ApiDeps } from '../deps';
import { ask } from './ask';

type Found = Omit<DoctorHop, 'name' | 'latencyMs'>;

/** Runs one check with its time; a check that throws is a failed hop, not a failed answer. */
async function timed(name: string, tried: string, check: () => Promise<Omit<Found, 'tried'>>): Promise<DoctorHop> {
  const start = performance.now();
  const latency = (): number => Math.round((performance.now() - start) * 10) / 10;
  try {
    const found = await check();
    return { name, tried, latencyMs: latency(), ...found };
  } catch {
    return {
      name,
      tried,
      latencyMs: latency(),
      status: 'failed',
      version: null,
      advice: 'The database did not answer: check DATABASE_URL and the log of the bridge.',
    };
  }
}

const ok = { status: 'ok', version: null, advice: null } as const;

export const bridgeHop = async (deps: ApiDeps): Promise<DoctorHop> => {
  const missing = await deps.notReady();
  return {
    name: 'Bridge',
    status: missing.length === 0 ? 'ok' : 'warning',
    latencyMs: 0,
    version: deps.version,
    tried: 'its own readiness',
    advice: missing.length === 0 ? null : `It is not ready: ${missing.join('; ')}.`,
  };
};

export const databaseHop = (deps: ApiDeps): Promise<DoctorHop> =>
  timed('Database', 'SELECT from PostgreSQL', async () => {
    const { rows } = await sql<{ version: string; durable: boolean }>`
      SELECT current_setting('server_version') AS version,
        current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on' AND current_setting('synchronous_commit') <> 'off' AS durable
    `.execute(deps.db);
    const found = rows[0];
    return found?.durable
      ? { ...ok, version: found.version }
      : {
          status: 'warning',
          version: found?.version ?? null,
          advice: 'fsync, full_page_writes or synchronous_commit is off: what was acknowledged can be lost in a crash.',
        };
  });

const SLOW_SECONDS = 15;
const STUCK_SECONDS = 120;

export const digestHop = (deps: ApiDeps, tenant: string): Promise<DoctorHop> =>
  timed('Digest', 'age of the oldest delivery that waits, and dead letters of the last day', async () => {
    const { rows } = await sql<{ seconds: number | null; waiting: string; dead: string }>`
      SELECT extract(epoch FROM now() - min(received_at))::float8 AS seconds, count(*) AS waiting,
        (SELECT count(*) FROM dead_letter WHERE tenant = ${tenant} AND failed_at > now() - interval '1 day') AS dead
      FROM inbox WHERE tenant = ${tenant} AND (not_before IS NULL OR not_before < now() + interval '1 hour')`.execute(
      deps.db,
    );
    const seconds = rows[0]?.seconds ?? 0;
    const dead = Number(rows[0]?.dead ?? 0);
    if (seconds > STUCK_SECONDS)
      return {
        ...ok,
        status: 'failed',
        advice: `${rows[0]?.waiting} deliveries wait, the oldest for ${Math.round(seconds)} s: the digest stands still. Read the log of the bridge.`,
      };
    if (seconds > SLOW_SECONDS)
      return {
        ...ok,
        status: 'warning',
        advice: `${rows[0]?.waiting} deliveries wait, the oldest for ${Math.round(seconds)} s.`,
      };
    if (dead > 0)
      return {
        ...ok,
        status: 'warning',
        advice: `${dead} deliveries could not be digested: see GET /api/v1/dead-letters.`,
      };
    return ok;
  });

export const exportHop = (deps: ApiDeps, tenant: string): Promise<DoctorHop> =>
  timed('Telemetry out', 'age of the oldest request in the outbox, and rejections of the last day', async () => {
    const { rows } = await sql<{ seconds: number | null; waiting: string; error: string | null; rejected: string }>`
      SELECT extract(epoch FROM now() - min(created_at))::float8 AS seconds, count(*) AS waiting, max(last_error) AS error,
        (SELECT coalesce(sum(quantity), 0) FROM export_rejection WHERE tenant = ${tenant} AND last_at > now() - interval '1 day') AS rejected
      FROM outbox WHERE tenant = ${tenant}`.execute(deps.db);
    const found = rows[0];
    const seconds = found?.seconds ?? 0;
    if (seconds > STUCK_SECONDS)
      return {
        ...ok,
        status: 'failed',
        advice: `${found?.waiting} requests wait, the oldest for ${Math.round(seconds)} s${found?.error ? `; the last error: ${found.error.slice(0, 200)}` : ''}.`,
      };
    if (Number(found?.rejected ?? 0) > 0)
      return {
        ...ok,
        status: 'warning',
        advice: `${found?.rejected} items were rejected downstream: often they are older than what Loki, Mimir or Tempo take.`,
      };
    return ok;
  });

/** Tells what stands between a Grafana data source and its tenant. */
export async function identityHop(deps: ApiDeps, caller: Caller): Promise<DoctorHop> {
  const hop = { name: 'Grafana identity', latencyMs: null, version: null };
  if (!deps.grafana)
    return {
      ...hop,
      status: 'skipped',
      tried: 'nothing: GRAFANA_ISSUER is not set',
      advice:
        "Set GRAFANA_ISSUER to Grafana's root URL to use tokens of kind grafana, which act as the person who is signed in.",
    };
  const asked = await ask(deps.grafana.jwksUrl ?? jwksUrlOf(deps.grafana.issuer));
  const found = {
    ...hop,
    latencyMs: asked.latencyMs,
    tried: "Grafana's signing keys, and the binding of an organisation",
  };
  if (asked.status !== 200 || !asked.text.includes('"keys"'))
    return {
      ...found,
      status: 'failed',
      advice: `Grafana's signing keys could not be read (${asked.problem ?? `status ${asked.status}`}). Check GRAFANA_ISSUER, or set GRAFANA_JWKS_URL to where the bridge reaches them.`,
    };
  const bound = await deps.db
    .selectFrom('grafana_org')
    .select('org_id')
    .where('tenant', '=', caller.tenant)
    .where('issuer', '=', deps.grafana.issuer)
    .limit(1)
    .executeTakeFirst();
  if (!bound)
    return {
      ...found,
      status: 'warning',
      advice:
        'No organisation of this Grafana is bound to this tenant, so its data source is refused: POST /api/v1/grafana-orgs {"orgId": 1} with an admin service token.',
    };
  return { ...found, status: 'ok', advice: null };
}
