import { BuildReport, type CoveredFile, type TestCase } from '@summit/contracts';
import { tableBlobs } from '../../../store/blobs';
import type { Database } from '../../../store/database';
import { withInbox } from '../../../testing/inbox';
import { digestCi } from '../../ci';
import type { Handler } from '../../context';
import { digestOnce, type DigestOptions } from '../../loop';
import { reportHandler, type ReportOptions } from '..';

const unused: Handler = async () => {
  throw new Error('nothing of this kind is sent here');
};

/** Reports of these tests are the canonical JSON; what tools write is tested with the parsers. */
export const readJson: NonNullable<ReportOptions['read']> = (bytes) => {
  const report = BuildReport.safeParse(JSON.parse(bytes.toString('utf8')));
  if (!report.success) throw new Error('This is no report.');
  return report.data;
};

/** A digest of runs and reports, to be worked off by hand. */
export function digestOptions(db: Database, more: Partial<DigestOptions> & Partial<ReportOptions> = {}): DigestOptions {
  return {
    db,
    blobs: tableBlobs(),
    now: () => new Date(),
    handlers: {
      ci: digestCi,
      grafana: unused,
      graphs: unused,
      logs: unused,
      reports: reportHandler({ read: more.read ?? readJson, maxBytes: 64 << 20, ...more }),
      sentry: unused,
    },
    exporting: false,
    worker: 'worker-under-test',
    batchRows: 100,
    batchBytes: 64 << 20,
    maxAttempts: 3,
    timeoutMs: 60_000,
    lanes: 1,
    log: { warn: () => undefined, error: () => undefined },
    ...more,
  };
}

export interface NewUpload {
  tenant: string;
  run: string;
  report: unknown;
  job?: string;
  name?: string;
}

/** Appends uploads as the door does, or other deliveries. */
export async function append(
  url: string,
  uploads: readonly NewUpload[],
  deliveries: readonly { tenant: string; event: string; payload: unknown }[] = [],
): Promise<void> {
  const common = { projectId: null, hookId: null, encoding: '' };
  await withInbox(url, (inbox) =>
    Promise.all([
      ...uploads.map(({ tenant, run, report, job = '', name = '' }) =>
        inbox.append({
          ...common,
          tenant,
          source: 'report',
          meta: { run, name, format: '', job },
          body: Buffer.from(typeof report === 'string' ? report : JSON.stringify(report)),
        }),
      ),
      ...deliveries.map(({ tenant, event, payload }) =>
        inbox.append({
          ...common,
          tenant,
          source: 'github',
          meta: { event, delivery: '' },
          body: Buffer.from(JSON.stringify(payload)),
        }),
      ),
    ]),
  );
}

/** Appends a CODEOWNERS file as the door does. */
export async function appendOwners(
  url: string,
  {
    tenant,
    body,
    repository = 'demo/shop',
    syntax = '',
  }: { tenant: string; body: string; repository?: string; syntax?: string },
): Promise<void> {
  await withInbox(url, (inbox) =>
    inbox.append({
      tenant,
      source: 'owners',
      projectId: null,
      hookId: null,
      encoding: '',
      meta: { repository, path: 'CODEOWNERS', syntax },
      body: Buffer.from(body),
    }),
  );
}

/** Works off what is due. */
export async function drain(options: DigestOptions): Promise<void> {
  while (await digestOnce(options));
}

export const tests = (...cases: readonly Partial<TestCase>[]) => ({
  kind: 'tests',
  format: 'junit',
  cases: cases.map((one, n): TestCase => ({ suite: 'cart', name: `test ${n}`, outcome: 'passed', ...one })),
});

export const coverage = (...files: readonly CoveredFile[]) => ({ kind: 'coverage', format: 'lcov', files });

export interface NewRun {
  tenant: string;
  id: string;
  repository?: string;
  sha?: string | null;
  branch?: string | null;
  at: Date;
}

/** A run that is over, as the digest would have stored it. */
export async function addRun(db: Database, run: NewRun): Promise<void> {
  const { tenant, id, repository = 'demo/shop', sha = 'a'.repeat(40), branch = 'main', at } = run;
  await db
    .insertInto('run')
    .values({
      tenant,
      id,
      provider: 'github',
      system: 'github',
      host: 'github.com',
      provider_run_id: id,
      attempt: 1,
      repository,
      name: 'CI',
      number: 1,
      status: 'completed',
      result: 'success',
      display_status: 'success',
      branch,
      sha,
      queued_at: at,
      url: '',
      trace_id: 'c'.repeat(32),
    })
    .execute();
}
