import type { Logger } from 'pino';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { exportCi } from '../digest/ciExport';
import type { UnreadableRow } from '../digest/ciExport/unreadable';
import { digestCi } from '../digest/ci';
import { endLostRuns } from '../digest/ci/lost';
import { settleDora } from '../digest/dora';
import { trainModels } from '../digest/prediction';
import { digestGrafana } from '../digest/grafana';
import { digestGraphs } from '../digest/jobGraph';
import { startBackfill } from '../backfill';
import { startDigest } from '../digest/loop';
import type { Handler } from '../digest/context';
import { logHandler, type LogOptions } from '../digest/logs';
import { reportHandler } from '../digest/reports';
import { watchDeployments } from '../digest/rollback';
import { createMeasure } from '../digest/rollback/measure';
import { askPrometheus } from '../digest/rollback/prometheus';
import { digestSentry } from '../digest/sentry/handler';
import { startExporter } from '../emit/metrics/exporter';
import { createWorkerMetrics, type WorkerMetrics } from '../emit/metrics/registry';
import { startOwnTraces, type OwnTraces } from '../emit/ownTraces';
import { startSender, type Sender } from '../emit/sender';
import { grpcTransport } from '../emit/transport/grpc';
import { httpTransport } from '../emit/transport/http';
import type { Config } from '../config/settings';
import { openLog } from '../process/log';
import { sealOf } from '../process/seal';
import { tableBlobs } from '../store/blobs';
import { openDatabase, type Database } from '../store/database';
import { keepHouse } from '../store/retention';
import type { Seal } from '../store/sealed';
import { version } from '../process/version';
import type { FromWorker, ToWorker, WorkerData } from './protocol';

/** Batches under way at once: one is read and grouped while PostgreSQL works for the other. */
const lanes = 2;

/** While more accepted requests wait for the digest, the backfill asks for nothing: what comes by itself goes first. */
const backfillWaitingRows = 1_000;
/** Parts of a log that the backfill fetched: small enough that the digest is not held up by one. */
const backfillPartBytes = 2 * 1024 * 1024;

/**
 * The worker thread: everything between the inbox and the outbox, and the outbox itself. It shares nothing with the main thread but the
 * database; a message only says that there is something to look at.
 */
function run(port: MessagePort, data: WorkerData): void {
  const { config, databaseUrl, name } = data;
  const log = openLog(config.LOG_LEVEL, 'digest');
  const onError = (error: Error) => log.warn({ err: error }, 'an idle database connection broke');
  const timeoutMs = config.DIGEST_TIMEOUT_SECONDS * 1000;
  const open = (applicationName: string, poolSize: number): Database =>
    openDatabase({
      url: databaseUrl,
      poolSize,
      applicationName,
      holdMs: timeoutMs,
      // The server ends first what it can end itself; a pooler that refuses the parameter for the API refuses it here too.
      ...(config.API_STATEMENT_TIMEOUT_SECONDS > 0 && { statementTimeoutMs: timeoutMs * 0.8 }),
      onError,
    });
  const db = open(name, lanes + 1);
  const side = open('summit-export', 4);
  const seal = sealOf(config);
  // Whoever opens something with it hears of it; until then nobody does.
  seal.catch(() => undefined);
  const exportMaxAgeMs = config.EXPORT_MAX_AGE_HOURS * 3_600_000;
  const blobs = tableBlobs();
  const now = () => new Date();
  const tell = (message: FromWorker) => port.postMessage(message);

  const metrics = createWorkerMetrics();
  const traces = startOwnTraces({
    db: side,
    tenant: config.BOOTSTRAP_TENANT,
    version,
    ratio: config.OTLP_ENDPOINT === undefined ? 0 : config.OWN_TRACE_RATIO,
    thread: 'worker',
    log,
  });
  const sender = startSending(side, config, log, metrics, traces);
  // The key is read with the first log: what the bridge cannot open then is that log's failure alone.
  const sealed = { logs: undefined as Promise<Handler> | undefined };
  const logs = () => (sealed.logs ??= seal.then((key) => logHandler(logOptions(config, key))));
  const digest = startDigest({
    db,
    blobs,
    now,
    handlers: {
      ci: digestCi,
      grafana: digestGrafana,
      graphs: digestGraphs,
      logs: (tx, items, context) => logs().then((handle) => handle(tx, items, context)),
      reports: reportHandler({ maxBytes: config.MAX_REPORT_BYTES }),
      sentry: digestSentry,
    },
    exporting: config.OTLP_ENDPOINT !== undefined,
    lanes,
    worker: name,
    batchRows: config.DIGEST_BATCH_ROWS,
    batchBytes: config.DIGEST_BATCH_BYTES,
    maxAttempts: config.DIGEST_ATTEMPTS,
    timeoutMs,
    log,
    onBatch(rows, seconds, outcome) {
      metrics.digested(rows, seconds, outcome);
      const endMs = Date.now();
      traces.ended(
        'digest batch',
        endMs - seconds * 1000,
        endMs,
        { 'summit.rows': rows },
        outcome === 'failed' ? outcome : undefined,
      );
      if (outcome === 'failed') return;
      sender?.wake();
      tell({ kind: 'applied' });
    },
  });
  const house = repeat(3_600_000, log, 'housekeeping', () =>
    keepHouse(side, now(), {
      retentionDays: config.RETENTION_DAYS,
      seenDays: config.SEEN_DAYS,
      deadLetterDays: config.DEAD_LETTER_DAYS,
      changeFeedHours: config.CHANGE_FEED_HOURS,
      testDays: config.TEST_DAYS,
    }),
  );
  const lost = repeat(60_000, log, 'the end of lost runs', async () => {
    const ended = await endLostRuns(side, { now, blobs, afterMs: config.RUN_LOST_AFTER_HOURS * 3_600_000 });
    if (ended > 0)
      log.warn(
        { runs: ended },
        `${ended} runs were not heard of for ${config.RUN_LOST_AFTER_HOURS} h and are taken for ended`,
      );
  });
  const doraFailed = (error: unknown, what: string) =>
    log.error(
      { err: error },
      `the evidence of DORA could not be worked out for ${what}; it is tried again in 5 minutes`,
    );
  const dora = repeat(2_000, log, 'working out the evidence of DORA', async () => {
    await settleDora(side, { onFailure: doraFailed });
  });
  const measure = createMeasure(
    config.METRICS_URL === undefined
      ? null
      : askPrometheus({ url: config.METRICS_URL, headers: config.METRICS_HEADERS ?? {} }),
  );
  const rollbacks = repeat(10_000, log, 'watching deployments', async () => {
    const key = await seal;
    await watchDeployments(side, {
      now,
      open: (sealed) => key.open(sealed),
      allowPrivate: config.ROLLBACK_ALLOW_PRIVATE,
      measure,
      onAnswer: (decision, { outcome, text }) =>
        log.warn({ decision }, `a rollback was asked for: ${outcome.replace('_', ' ')}, ${text}`),
      onFailure: (error, policy) => log.error({ err: error, policy }, 'a rollback policy could not be looked at'),
    });
  });
  const models = repeat(600_000, log, 'training the prediction of failures', async () => {
    await trainModels(side, {
      now,
      onTrained: (tenant, { report }, ms) =>
        log.info(
          {
            tenant,
            runs: report.runs,
            prAuc: report.prAuc,
            baselinePrAuc: report.baselinePrAuc,
            doubt: report.doubt,
            ms,
          },
          report.doubt === null ? 'failures of runs are predicted' : 'failures of runs are not predicted',
        ),
    });
  });
  const exports = repeat(1_000, log, 'the export of finished runs', async () => {
    const maxAgeMs = exportMaxAgeMs === 0 ? undefined : exportMaxAgeMs;
    const onUnreadable = ({ kind, tenant, id, error }: UnreadableRow) =>
      log.error({ err: error, kind, tenant, id }, `${kind} ${id} breaks its contract and is not exported`);
    if ((await exportCi(side, { now, blobs, exporting: sender !== null, maxAgeMs, onUnreadable })) > 0) sender?.wake();
  });

  const exporter =
    sender &&
    startExporter({
      db: side,
      now,
      intervalMs: config.METRICS_INTERVAL_SECONDS * 1000,
      version,
      log,
      onExported: () => sender.wake(),
    });
  const backfill = startBackfill({
    db: side,
    worker: name,
    open: async (sealed) => (await seal).open(sealed),
    exportMaxAgeMs,
    maxWaitingRows: backfillWaitingRows,
    partBytes: Math.min(config.MAX_LOG_PART_BYTES, backfillPartBytes),
    allowedHosts: config.BACKFILL_ALLOWED_HOSTS ?? [],
    repairEveryMs: config.BACKFILL_REPAIR_MINUTES * 60_000,
    onAppended: () => digest.wake(),
    log,
  });
  const ownMetrics = repeat(5_000, log, 'reading the own metrics', async () =>
    tell({ kind: 'metrics', text: await metrics.text() }),
  );

  const stop = async () => {
    await Promise.all([
      digest.stop(),
      house.stop(),
      lost.stop(),
      dora.stop(),
      models.stop(),
      rollbacks.stop(),
      backfill.stop(),
      ownMetrics.stop(),
      exports.stop(),
      exporter?.stop(),
      sender?.stop(),
      traces.stop(),
    ]);
    await Promise.all([db.destroy(), side.destroy()]);
    tell({ kind: 'stopped' });
    port.close();
  };
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'wake') digest.wake();
    else void stop();
  });
}

const logOptions = (config: Config, seal: Seal): LogOptions => ({
  seal,
  maxPartBytes: config.MAX_LOG_PART_BYTES,
  maxBytes: config.MAX_LOG_BYTES,
  exportLines: config.OTLP_ENDPOINT === undefined ? null : config.LOG_EXPORT_LINES,
  issues: config.BUILD_ISSUES,
});

function startSending(
  db: Database,
  config: Config,
  log: Logger,
  metrics: WorkerMetrics,
  traces: OwnTraces,
): Sender | null {
  if (config.OTLP_ENDPOINT === undefined) return null;
  const concurrency = 4;
  const options = {
    endpoint: config.OTLP_ENDPOINT,
    headers: config.OTLP_HEADERS ?? {},
    timeoutMs: 10_000,
    concurrency,
  };
  return startSender({
    db,
    transport: config.OTLP_PROTOCOL === 'grpc' ? grpcTransport(options) : httpTransport(options),
    log,
    concurrency,
    batchRows: 32,
    maxSpoolBytes: config.OUTBOX_MAX_BYTES,
    leaseMs: 60_000,
    backoffMs: { first: 500, longest: 30_000 },
    onRequest: ({ signal, items, outcome, startMs, endMs }) => {
      metrics.sent(signal, items, outcome, (endMs - startMs) / 1000);
      const failed = outcome === 'sent' ? undefined : outcome;
      traces.ended(`send ${signal}`, startMs, endMs, { 'summit.items': items }, failed);
    },
  });
}

/** Does something again and again, never twice at once, until stopped. A failure is logged and the next round comes anyway. */
function repeat(everyMs: number, log: Logger, what: string, work: () => Promise<void>): { stop(): Promise<void> } {
  const state = { stopping: false, running: Promise.resolve(), timer: undefined as NodeJS.Timeout | undefined };
  const round = async () => {
    try {
      await work();
    } catch (error) {
      if (!state.stopping) log.warn({ err: error }, `${what} failed`);
    }
    if (!state.stopping) state.timer = setTimeout(start, everyMs);
  };
  const start = () => void (state.running = round());
  start();
  return {
    async stop() {
      state.stopping = true;
      clearTimeout(state.timer);
      await state.running;
    },
  };
}

if (parentPort) run(parentPort, workerData as WorkerData);
