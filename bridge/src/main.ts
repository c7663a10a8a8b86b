import type { Logger } from 'pino';
import { createApi, type Api } from './api/app';
import { backfillRules } from './backfill/rules';
import { tellOnce } from './api/unreadable';
import { ConfigError, readConfig, settingNames, type Config } from './config/settings';
import { unknownLine, unknownSettings } from './config/unknown';
import { localUrl } from './process/address';
import { firstStart } from './process/firstStart';
import { notReady, startingGate, stoppingReason, watchFullness, type Gate } from './process/gate';
import { replayDeadLetter } from './digest/deadLetters';
import { openInbox, type Inbox } from './inbox/inbox';
import { collectInOneGo } from './process/heap';
import { reportInspector, sentryInspector } from './inspect';
import { logMasker } from './logMasker';
import { listen } from './process/listen';
import { openLog } from './process/log';
import { startOwnTraces } from './emit/ownTraces';
import { createMainMetrics, type MainMetrics } from './emit/metrics/registry';
import { openStore } from './process/openStore';
import { openSeal } from './process/seal';
import { openDoors, type Doors } from './receive/doors';
import { takeTurns } from './receive/http/turns';
import type { DoorsDeps } from './receive/ports';
import { stopOnSignals } from './process/shutdown';
import { tableBlobs } from './store/blobs';
import { openDatabase, openPool, type Database } from './store/database';
import { touchHook } from './store/hooks';
import { loadDoorKeys, type LoadedKeys } from './store/doorKeys';
import type { Seal } from './store/sealed';
import { inboxDepth } from './inbox/take';
import { ciTranslators } from './translate/ci';
import { deliveryProblems } from './translate/problems';
import { readStoredEvent } from './translate/sentry/storedEvent';
import { version } from './process/version';
import { startWorker, type WorkerHandle } from './worker/handle';

/** An insert without an answer is given up, and its senders told to come again, before GitHub gives up on us (ten seconds). */
const appendHoldMs = 9_000;
/** Requests that wait for their turn to be inflated, because they are large; more are answered 503. */
const maxLargeWaiting = 64;
/** A call of the API may hold a connection for longer than one statement may take, but not much. */
const apiHoldSlackMs = 5_000;

/** Starts the bridge in the order of its flow: receive → inbox → digest → store, api beside them. */
export async function main(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  collectInOneGo();
  const config = readConfig(env);
  const log = openLog(config.LOG_LEVEL, 'bridge');
  const unknown = unknownLine(unknownSettings(env, settingNames));
  if (unknown !== null) log.warn(unknown);
  const gate = startingGate();
  const { server, port } = await listen(
    {
      host: config.HOST,
      port: config.PORT,
      requestTimeoutMs: config.REQUEST_TIMEOUT_SECONDS * 1000,
      maxConnections: config.MAX_CONNECTIONS,
    },
    (req, res) => gate.serve(req, res),
  );
  const publicUrl = config.PUBLIC_URL ?? localUrl(config.HOST, port);

  const store = await openStore(config, log);
  const stopping = { now: false };
  const onError = (error: Error) => {
    if (!stopping.now) log.warn({ err: error }, 'an idle database connection broke');
  };
  const db = openDatabase({
    url: store.url,
    poolSize: config.DATABASE_POOL,
    applicationName: 'summit-api',
    statementTimeoutMs: config.API_STATEMENT_TIMEOUT_SECONDS * 1000,
    ...(config.API_STATEMENT_TIMEOUT_SECONDS > 0 && {
      holdMs: config.API_STATEMENT_TIMEOUT_SECONDS * 1000 + apiHoldSlackMs,
    }),
    onError,
  });
  const seal = await openSeal(config, db).catch(async (error: unknown) => {
    stopping.now = true;
    await db.destroy();
    await store.close();
    throw error;
  });
  await firstStart(config, store, db, seal, publicUrl);

  const keys = await loadDoorKeys(
    db,
    (sealed) => seal.open(sealed),
    (what) => log.error(what),
  );
  const appendPool = openPool({
    url: store.url,
    poolSize: 2,
    applicationName: 'summit-append',
    holdMs: appendHoldMs,
    onError,
  });
  const worker: { handle: WorkerHandle | null } = { handle: null };
  const inbox = openInbox({
    pool: appendPool,
    batchRows: config.APPEND_BATCH_ROWS,
    batchBytes: config.DIGEST_BATCH_BYTES,
    maxWaitingRequests: config.MAX_WAITING_REQUESTS,
    maxWaitingBytes: config.MAX_WAITING_BYTES,
    onStored: () => worker.handle?.wake(),
    onError: (error) => log.warn({ err: error }, 'requests could not be stored and were answered 503'),
  });
  const metrics = createMainMetrics({
    db,
    now: () => Date.now(),
    onError: (error) => log.warn({ err: error }, 'the health figures could not be read'),
  });
  const api = openApi(config, { db, keys, seal, publicUrl, gate, worker, metrics, log });
  const doors = openTheDoors(config, {
    db,
    keys,
    inbox,
    gate,
    log,
    uploader: (authorization) => api.uploader(authorization),
  });
  worker.handle = startWorker({
    config,
    databaseUrl: store.url,
    log,
    onApplied: () => api.wake(),
    onMetrics: (text) => metrics.workerText(text),
  });
  const maxRows = config.MAX_INBOX_ROWS;
  const waitingRows = async () => (await inboxDepth(db, maxRows)).rows;
  const fullness = watchFullness(gate, { waitingRows, maxRows }, log);

  const traces = startOwnTraces({
    db,
    tenant: config.BOOTSTRAP_TENANT,
    version,
    ratio: config.OTLP_ENDPOINT === undefined ? 0 : config.OWN_TRACE_RATIO,
    thread: 'main',
    log,
  });

  gate.serve = (req, res) => {
    const started = performance.now();
    const door = doors.serve(req, res);
    if (door === null) api.app(req, res);
    res.once('finish', () => {
      const ms = performance.now() - started;
      metrics.answered(door ?? 'api', res.statusCode, ms / 1000);
      const endMs = Date.now();
      traces.ended(`request ${door ?? 'api'}`, endMs - ms, endMs, { 'http.response.status_code': res.statusCode });
    });
  };
  gate.closed = null;
  stopOnSignals(log, {
    leave: () => void (gate.leaving = true),
    drainMs: config.SHUTDOWN_DRAIN_SECONDS * 1000,
    async stop() {
      stopping.now = true;
      gate.closed = stoppingReason;
      clearInterval(fullness);
      server.close();
      server.closeIdleConnections();
      await inbox.idle();
      await worker.handle?.stop();
      api.close();
      keys.close();
      server.closeAllConnections();
      await traces.stop();
      await Promise.all([appendPool.end(), db.destroy()]);
      await store.close();
    },
  });
  process.stdout.write(`ready: ${publicUrl}\n`);
}

function openTheDoors(
  config: Config,
  parts: { db: Database; keys: LoadedKeys; inbox: Inbox; gate: Gate; log: Logger; uploader: DoorsDeps['uploader'] },
): Doors {
  const turn = takeTurns(maxLargeWaiting);
  return openDoors({
    keys: parts.keys,
    inbox: parts.inbox,
    now: () => Date.now(),
    log: parts.log,
    inspect: sentryInspector(config.MAX_ENVELOPE_BYTES, turn),
    uploader: parts.uploader,
    inflates: reportInspector(config.MAX_REPORT_BYTES, turn),
    maskLog: logMasker(config.MAX_LOG_PART_BYTES, takeTurns(maxLargeWaiting)),
    knowsEvent: (provider, event) => ciTranslators[provider].events.includes(event),
    problemsOf: (provider, event, body) => deliveryProblems(ciTranslators[provider], event, body, new Date()),
    hookSeen: (hookId) => touchHook(parts.db, hookId),
    closed: () => parts.gate.closed,
    limits: {
      bodyBytes: config.MAX_BODY_BYTES,
      hookBytes: config.MAX_HOOK_BYTES,
      memoryBytes: config.MAX_WAITING_BYTES,
      quotaPerSecond: config.QUOTA_EVENTS_PER_SECOND,
      quotaBurst: config.QUOTA_BURST,
      grafanaToleranceSeconds: config.GRAFANA_SIGNATURE_TOLERANCE_SECONDS,
      grafanaAllowUntimed: config.GRAFANA_ALLOW_UNTIMED,
    },
  });
}

function openApi(
  config: Config,
  parts: {
    db: Database;
    keys: LoadedKeys;
    seal: Seal;
    publicUrl: string;
    gate: Gate;
    worker: { handle: WorkerHandle | null };
    metrics: MainMetrics;
    log: Logger;
  },
): Api {
  const { db, keys, seal, publicUrl, gate, worker, metrics, log } = parts;
  return createApi({
    db,
    blobs: tableBlobs(),
    now: () => new Date(),
    log,
    version,
    publicUrl,
    retentionDays: config.RETENTION_DAYS,
    rollbackAllowPrivate: config.ROLLBACK_ALLOW_PRIVATE,
    rollbackAsksMetrics: config.METRICS_URL !== undefined,
    grafana:
      config.GRAFANA_ISSUER === undefined
        ? null
        : { issuer: config.GRAFANA_ISSUER, jwksUrl: config.GRAFANA_JWKS_URL ?? null },
    backends: {
      otlp: config.OTLP_ENDPOINT ?? null,
      loki: config.LOKI_URL ?? null,
      tempo: config.TEMPO_URL ?? null,
      mimir: config.MIMIR_URL ?? null,
      pyroscope: config.PYROSCOPE_URL ?? null,
    },
    metrics: async () => (await metrics.text()).text,
    notReady: notReady(db, gate, () => worker.handle?.running() === true),
    seal: (secret) => seal.seal(secret),
    backfill: backfillRules(config.BACKFILL_ALLOWED_HOSTS ?? []),
    keysChanged: () => keys.refresh().catch((error: unknown) => log.warn({ err: error }, 'keys were not reloaded')),
    replay: replayDeadLetter,
    unreadable: tellOnce(log, metrics.unreadableRow),
    openEvent: (stored, eventId, receivedAt) => {
      const opened = readStoredEvent(stored, eventId, receivedAt);
      if (!opened) throw new Error(`the stored body holds no event ${eventId}`);
      return opened;
    },
  });
}

/** One line a problem, for the person at the terminal; the stack of what nobody foresaw. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.map((line) => `summit-bridge: ${line}`).join('\n');
  if (!(error instanceof Error)) return `summit-bridge: ${String(error)}`;
  return `summit-bridge: ${error.message.split('\n')[0]}`;
}

if (require.main === module) {
  main(process.env).catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  });
}
