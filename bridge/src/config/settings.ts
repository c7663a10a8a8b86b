import { z } from 'zod';
import {
  bytes,
  decimal,
  flag,
  headers,
  hosts,
  oneOf,
  projectSlug,
  secretKey,
  tenantName,
  text,
  url,
  wholeNumber,
} from './forms';
import { describeProblem } from './problems';

const mebi = (n: number) => String(n * 1024 * 1024);

/**
 * Every setting of the bridge: environment variable, form, default (as it would be written) and what it does. `docs/configuration.md`
 * is made from this; nothing else reads `process.env`.
 */
export const ConfigSchema = z.object({
  PORT: wholeNumber(0, 65_535)
    .prefault('4180')
    .meta({ group: 'Server', about: 'Port of the bridge. 0 takes a free one.' }),
  HOST: z
    .string()
    .min(1)
    .prefault('127.0.0.1')
    .meta({ group: 'Server', about: 'Address to listen on; `0.0.0.0` for all.' }),
  PUBLIC_URL: url.optional().meta({
    group: 'Server',
    about:
      'Root URL under which SDKs, providers and people reach the bridge; DSNs and hook URLs start with it. Default: `http://HOST:PORT`, with 127.0.0.1 where HOST is all addresses.',
  }),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .prefault('info')
    .meta({ group: 'Server', about: 'Least level that is logged (JSON lines on stderr).' }),
  MAX_CONNECTIONS: wholeNumber(10, 1_000_000).prefault('10000').meta({
    group: 'Server',
    about:
      'Connections at once; more are closed as they come, and idle ones to make room. Each takes some 20 KB and a file descriptor (`ulimit -n`).',
  }),
  REQUEST_TIMEOUT_SECONDS: wholeNumber(1, 3600)
    .prefault('30')
    .meta({ group: 'Server', about: 'A request that has not arrived whole by then is cut off.' }),
  SHUTDOWN_DRAIN_SECONDS: wholeNumber(0, 300).prefault('1').meta({
    group: 'Server',
    about:
      'After SIGTERM the bridge is not ready (`/ready` answers 503) but takes requests for this long, so that load balancers send elsewhere before it closes.',
  }),

  DATA_DIR: z
    .string()
    .min(1)
    .prefault('.data')
    .meta({ group: 'Storage', about: 'Directory of the embedded PostgreSQL, generated keys and first credentials.' }),
  DATABASE_URL: text(/^postgres(ql)?:\/\/\S+$/, 'written as postgres://user:password@host/database')
    .optional()
    .meta({
      group: 'Storage',
      about:
        'PostgreSQL of your own (15 or newer), `postgres://user:password@host/database`. Default: an embedded one in DATA_DIR.',
      secret: true,
    }),
  DATABASE_POOL: wholeNumber(2, 100).prefault('8').meta({
    group: 'Storage',
    about: 'Connections of the API; the doors and the digest worker have a few of their own.',
  }),
  SUMMIT_SECRET_KEY: secretKey.optional().meta({
    group: 'Storage',
    about:
      'Key that seals webhook secrets in the database: 32 bytes as hex or base64. Several bridges on one database must share it. Default: generated in DATA_DIR.',
    secret: true,
  }),
  RUN_LOST_AFTER_HOURS: wholeNumber(1, 8760, 'hours').prefault('24').meta({
    group: 'Storage',
    about:
      'Hours without a word after which a run that has not ended is shown as ended with an unknown result: its last report was lost. A later report is heeded all the same.',
  }),
  ROLLBACK_ALLOW_PRIVATE: flag.prefault('false').meta({
    group: 'Limits',
    about:
      'Lets rollback policies call http and addresses of private networks. Whoever may make policies can then make the bridge call anything that it reaches.',
  }),
  RETENTION_DAYS: wholeNumber(1, 3650).prefault('30').meta({
    group: 'Storage',
    about: 'Days for which single error events and their bodies are kept. Issues and counts stay.',
  }),
  TEST_DAYS: wholeNumber(1, 3650).prefault('90').meta({
    group: 'Storage',
    about: 'Days for which results of tests and coverage are kept, counted from their run.',
  }),
  BUILD_ISSUES: oneOf(['all', 'default-branch', 'none']).prefault('all').meta({
    group: 'Storage',
    about:
      'Which builds’ errors (of compilers, linters, tests, package managers) become issues: those of all branches, of the default branch alone, or none.',
  }),
  SEEN_DAYS: wholeNumber(1, 3650).prefault('30').meta({
    group: 'Storage',
    about: 'Days for which ids of events and deliveries are remembered, so that a repeat is counted once.',
  }),
  DEAD_LETTER_DAYS: wholeNumber(1, 3650)
    .prefault('90')
    .meta({ group: 'Storage', about: 'Days for which dead letters can be looked at and replayed.' }),
  CHANGE_FEED_HOURS: wholeNumber(1, 720)
    .prefault('24')
    .meta({ group: 'Storage', about: 'How far back a live stream can be resumed.' }),

  MAX_BODY_BYTES: bytes(1024).prefault(mebi(10)).meta({
    group: 'Limits',
    about: 'Largest request to a Sentry door, or upload of a report, as it is sent (compressed).',
  }),
  MAX_ENVELOPE_BYTES: bytes(1024)
    .prefault(mebi(20))
    .meta({ group: 'Limits', about: 'Largest envelope after inflating; inflating stops there.' }),
  MAX_REPORT_BYTES: bytes(1024)
    .prefault(mebi(32))
    .meta({ group: 'Limits', about: 'Largest report of tests or coverage after inflating; inflating stops there.' }),
  MAX_LOG_PART_BYTES: bytes(1024).prefault(mebi(16)).meta({
    group: 'Limits',
    about: 'Largest part of a build log after inflating; longer logs come in several parts.',
  }),
  MAX_LOG_BYTES: bytes(1024).prefault(mebi(256)).meta({
    group: 'Limits',
    about: 'Text that is kept of the log of one job; what comes after it is dropped and counted.',
  }),
  MAX_HOOK_BYTES: bytes(1024).prefault(mebi(25)).meta({ group: 'Limits', about: 'Largest webhook delivery.' }),
  MAX_WAITING_REQUESTS: wholeNumber(1, 1_000_000).prefault('5000').meta({
    group: 'Limits',
    about: 'Requests that may wait for their commit; more are answered 503 with Retry-After.',
  }),
  MAX_WAITING_BYTES: bytes(1024 * 1024)
    .prefault(mebi(48))
    .meta({
      group: 'Limits',
      about: 'Bytes of bodies that may be in memory, arriving or waiting for their commit; more are answered 503.',
    }),
  MAX_INBOX_ROWS: wholeNumber(100, 100_000_000).prefault('1000000').meta({
    group: 'Limits',
    about:
      'Accepted requests that may wait for the digest; more are answered 503, before the disk is full. Reports that wait for their run do not count.',
  }),
  API_STATEMENT_TIMEOUT_SECONDS: wholeNumber(0, 3600).prefault('10').meta({
    group: 'Limits',
    about:
      'A statement of the API that takes longer is cancelled and the call answered 503. 0: no limit of its own (for a pooler that refuses the parameter `statement_timeout`).',
  }),
  QUOTA_EVENTS_PER_SECOND: decimal(0, 1_000_000).prefault('0').meta({
    group: 'Limits',
    about: 'Envelopes a second and project; more are answered 429 with X-Sentry-Rate-Limits. 0: no quota.',
  }),
  QUOTA_BURST: wholeNumber(1, 10_000_000)
    .prefault('1000')
    .meta({ group: 'Limits', about: 'Envelopes that a project may send at once before its quota counts.' }),
  GRAFANA_SIGNATURE_TOLERANCE_SECONDS: wholeNumber(1, 86_400)
    .prefault('300')
    .meta({ group: 'Limits', about: 'How far the signed time of a Grafana alert may be from the bridge’s clock.' }),
  GRAFANA_ALLOW_UNTIMED: flag.prefault('false').meta({
    group: 'Limits',
    about:
      'Accept Grafana alerts whose signature has no timestamp (contact points without a timestamp header). They can be replayed.',
  }),

  APPEND_BATCH_ROWS: wholeNumber(1, 5000)
    .prefault('500')
    .meta({ group: 'Batches', about: 'Requests stored by one insert at most.' }),
  DIGEST_BATCH_ROWS: wholeNumber(1, 5000)
    .prefault('300')
    .meta({ group: 'Batches', about: 'Requests applied by one transaction at most.' }),
  DIGEST_BATCH_BYTES: bytes(1024)
    .prefault(mebi(4))
    .meta({ group: 'Batches', about: 'Compressed bytes applied by one transaction at most.' }),
  DIGEST_TIMEOUT_SECONDS: wholeNumber(5, 3600).prefault('60').meta({
    group: 'Batches',
    about:
      'A transaction of the digest or the export that takes longer is given up, its connection cut, and its requests are tried again in smaller batches: what lies between bridge and PostgreSQL may have gone away without a word.',
  }),
  DIGEST_ATTEMPTS: wholeNumber(1, 100).prefault('5').meta({
    group: 'Batches',
    about: 'Tries of one request, each later than the one before, until it goes to the dead letters.',
  }),

  OTLP_ENDPOINT: url.optional().meta({
    group: 'Telemetry out',
    about:
      'OTLP endpoint of the OpenTelemetry Collector, such as `http://localhost:4318`. Without it nothing is exported, and nothing piles up.',
  }),
  OTLP_PROTOCOL: oneOf(['http/protobuf', 'grpc'])
    .prefault('http/protobuf')
    .meta({ group: 'Telemetry out', about: 'How OTLP is spoken.' }),
  OTLP_HEADERS: headers
    .optional()
    .meta({ group: 'Telemetry out', about: 'Headers of each OTLP request, `name=value,name=value`.', secret: true }),
  METRICS_URL: url.optional().meta({
    group: 'Telemetry out',
    about:
      'Root of the Prometheus HTTP API that has the span metrics, for rollback policies on latency and error budgets: `http://mimir:9009/prometheus`, `http://prometheus:9090`. It is asked with the tenant as X-Scope-OrgID. Without it these conditions cannot be chosen.',
  }),
  METRICS_HEADERS: headers.optional().meta({
    group: 'Telemetry out',
    about: 'Headers of each question to METRICS_URL, `name=value,name=value`.',
    secret: true,
  }),
  OUTBOX_MAX_BYTES: wholeNumber(1024 * 1024, Number.MAX_SAFE_INTEGER, 'bytes')
    .prefault(mebi(1024))
    .meta({
      group: 'Telemetry out',
      about: 'Bytes of telemetry that wait for a Collector that is away; beyond it the oldest is dropped and counted.',
    }),
  EXPORT_MAX_AGE_HOURS: wholeNumber(0, 87_600, 'hours').prefault('168').meta({
    group: 'Telemetry out',
    about:
      'Runs, jobs and deployments that ended longer ago are kept and shown by the bridge alone, and not sent to Tempo, Loki and Mimir, which refuse or misplace what is too old: the least of their windows. 0: all are sent.',
  }),
  LOG_EXPORT_LINES: wholeNumber(0, 100_000_000).prefault('100000').meta({
    group: 'Telemetry out',
    about:
      'Lines of the log of one job that are exported as log records; beyond them only those that a tool complains in. The ledger counts what is left out. The bridge keeps all of it.',
  }),
  METRICS_INTERVAL_SECONDS: wholeNumber(1, 3600)
    .prefault('15')
    .meta({ group: 'Telemetry out', about: 'How often business metrics are exported.' }),
  OWN_TRACE_RATIO: decimal(0, 1).prefault('0.01').meta({
    group: 'Telemetry out',
    about: 'Share of the bridge’s own spans (requests, digest batches, exports) that are traced to BOOTSTRAP_TENANT.',
  }),

  BACKFILL_ALLOWED_HOSTS: hosts.optional().meta({
    group: 'Backfill',
    about:
      'Hosts (`host` or `host:port`, separated by commas) that a source of the backfill may name with http://, or that are this machine. Others must be https.',
  }),
  BACKFILL_REPAIR_MINUTES: wholeNumber(1, 10_080, 'minutes').prefault('30').meta({
    group: 'Backfill',
    about:
      'How often sources are asked for runs of their last hours that the bridge was not told of, or not the end of.',
  }),

  GRAFANA_ISSUER: url.optional().meta({
    group: 'Grafana',
    about: 'Grafana’s root URL, as its identity tokens name it. Without it tokens of kind `grafana` are refused.',
  }),
  GRAFANA_JWKS_URL: url
    .optional()
    .meta({ group: 'Grafana', about: 'Where the bridge reads Grafana’s signing keys. Default: below GRAFANA_ISSUER.' }),
  LOKI_URL: url.optional().meta({ group: 'Grafana', about: 'Loki, for the connection doctor.' }),
  TEMPO_URL: url.optional().meta({ group: 'Grafana', about: 'Tempo, for the connection doctor.' }),
  MIMIR_URL: url.optional().meta({ group: 'Grafana', about: 'Mimir, for the connection doctor.' }),
  PYROSCOPE_URL: url.optional().meta({ group: 'Grafana', about: 'Pyroscope, for the connection doctor.' }),

  BOOTSTRAP_TENANT: tenantName
    .prefault('default')
    .meta({ group: 'First start', about: 'Tenant that the first start makes.' }),
  BOOTSTRAP_PROJECT: projectSlug
    .prefault('default')
    .meta({ group: 'First start', about: 'Project that the first start makes.' }),
  BOOTSTRAP_DSN_KEY: text(/^[0-9a-f]{32}$/, '32 hex digits in lower case (`openssl rand -hex 16` makes them)')
    .optional()
    .meta({ group: 'First start', about: 'Public key of the first DSN, for provisioning. Default: random.' }),
  BOOTSTRAP_TOKEN: z.string().min(32, 'at least 32 characters long').optional().meta({
    group: 'First start',
    about:
      'First API token (kind service: read, write, admin), for provisioning; at least 32 characters. Default: random.',
    secret: true,
  }),
  BOOTSTRAP_GRAFANA_TOKEN: z.string().min(32, 'at least 32 characters long').optional().meta({
    group: 'First start',
    about:
      'A token of kind `grafana` for the provisioned data source; with GRAFANA_ISSUER, organisation 1 of that Grafana is bound to BOOTSTRAP_TENANT too. Default: none is made.',
    secret: true,
  }),
  BOOTSTRAP_GRAFANA_HOOK_SECRET: z.string().min(16, 'at least 16 characters long').optional().meta({
    group: 'First start',
    about: 'Secret of an alert door `/hooks/grafana/alerts` for the provisioned contact point. Default: none is made.',
    secret: true,
  }),
});
export type Config = z.output<typeof ConfigSchema>;

export const settingNames: readonly string[] = Object.keys(ConfigSchema.shape);

/** Some settings are wrong; `problems` has one line for each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Reads the settings from environment variables; an empty one counts as not set. Throws ConfigError with all problems at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(settingNames.map((name) => [name, env[name] || undefined]));
  const parsed = ConfigSchema.safeParse(given);
  const problems = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => problem(issue, given)));
  if (given['GRAFANA_JWKS_URL'] !== undefined && given['GRAFANA_ISSUER'] === undefined)
    problems.add('GRAFANA_JWKS_URL is set but GRAFANA_ISSUER is not: identities are checked against both');
  if (!parsed.success || problems.size > 0) throw new ConfigError([...problems]);
  return parsed.data;
}

const SettingMeta = z.object({ group: z.string(), about: z.string(), secret: z.boolean().optional() });

const Preset = z.union([z.string(), z.number(), z.boolean()]).optional();

export interface SettingRow {
  name: string;
  group: string;
  about: string;
  secret: boolean;
  /** As it would be written; null when there is none. */
  preset: string | null;
}

/** Each setting with what people need to know about it, in the order of the schema. */
export function settingRows(): SettingRow[] {
  return Object.entries(ConfigSchema.shape).map(([name, schema]) => {
    const { group, about, secret } = SettingMeta.parse(schema.meta());
    const preset = Preset.parse(schema.parse(undefined));
    return { name, group, about, secret: secret ?? false, preset: preset === undefined ? null : String(preset) };
  });
}

function problem(issue: z.core.$ZodIssue, given: Readonly<Record<string, string | undefined>>): string {
  const name = String(issue.path[0]);
  const secret = settingRows().find((row) => row.name === name)?.secret ?? true;
  return describeProblem({ name, given: given[name] ?? '', secret, wanted: issue.message });
}
