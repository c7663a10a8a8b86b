import type { BuildReport } from '@summit/contracts';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '../../store/database';
import { inflate } from '../../translate/encoding';
import { readReport } from '../../translate/reports/report';
import { BadInput, type DigestContext, type Handler, type InboxItem } from '../context';
import { keyOf } from '../shared/bulk';
import { countItem } from '../shared/count';
import { asBadInput, storable } from '../shared/decode';
import { lockEntities } from '../shared/lock';
import { storeArtifacts } from './artifacts';
import { storeCommands } from './commands';
import { storeCoverage } from './coverage';
import { followRuns, lineOf } from './lines';
import { storeOwners } from './owners';
import { storeProfile } from './profile';
import { addReport, hasReport, type NewReport } from './report';
import { missingRuns, readRuns, timeOf, type KnownRun } from './runs';
import { storeTests } from './tests';

export interface ReportReader {
  /** Reads what a tool wrote. Throws with a sentence for people where it is no report. */
  (bytes: Buffer, options: { name?: string; format?: string }): BuildReport;
}

export interface ReportOptions {
  /** Default: every format that `translate/reports` knows. */
  read?: ReportReader;
  /** Largest report after inflating. */
  maxBytes: number;
  /** Results that one transaction stores before it leaves the other reports to the next. */
  maxResults?: number;
}

/** A run that is not known by then is a name that was mistyped, or its webhooks do not come. */
export const WAIT_MS = 24 * 3_600_000;
/** One transaction should take a second or two, whatever was uploaded. */
const MAX_RESULTS = 60_000;

const Meta = z.object({ run: z.string(), name: z.string(), format: z.string(), job: z.string() });

interface Upload extends z.infer<typeof Meta> {
  item: InboxItem;
}

/**
 * All effects of uploaded reports. A report that comes before the first word of its run waits in the inbox: only the run says which repository
 * its tests are of, and so what they are. `wakeReports` fetches it when the run comes.
 */
export const reportHandler =
  ({ read = readReport, maxBytes, maxResults = MAX_RESULTS }: ReportOptions): Handler =>
  async (tx, items, context) => {
    const owners = items.filter(({ source }) => source === 'owners');
    if (owners.length > 0) await storeOwners(tx, owners, context);
    const reports = items.filter(({ source }) => source === 'report');
    const uploads = reports.map((item): Upload => ({ item, ...metaOf(item) }));
    const runs = await lockedRuns(tx, uploads);
    const done = { results: 0 };
    for (const upload of uploads) {
      const run = runs.get(keyOf(upload.item.tenant, upload.run));
      if (run === undefined) waitForRun(upload, context);
      else if (done.results >= maxResults) context.later(upload.item, context.now());
      else done.results += await apply(tx, upload, run, context, (bytes) => read(bytes, hints(upload)), maxBytes);
    }
    await followRuns(tx, [...runs.values()]);
  };

const hints = ({ name, format }: Upload) => ({ ...(name !== '' && { name }), ...(format !== '' && { format }) });

function metaOf(item: InboxItem): z.infer<typeof Meta> {
  const meta = Meta.safeParse(item.meta);
  if (!meta.success) throw new BadInput('The upload does not say which run it is of.');
  return meta.data;
}

/**
 * The runs of uploads, and a lock on the tests of their repositories: reports of one repository touch the same tests, and are stored one
 * after the other. A run that is not there is looked for again once nobody can be about to bring it.
 */
async function lockedRuns(tx: Tx, uploads: readonly Upload[]): Promise<Map<string, KnownRun>> {
  const keys = uploads.map(({ item, run }) => ({ tenant: item.tenant, run_id: run }));
  const known = await readRuns(tx, keys);
  const missing = missingRuns(keys, known);
  const repositories = [...known.values()].map((run) => keyOf('tests', run.tenant, run.repository));
  await lockEntities(tx, [...repositories, ...missing.map(({ tenant, run_id }) => keyOf('run', tenant, run_id))]);
  if (missing.length === 0) return known;
  const late = await readRuns(tx, missing);
  await lockEntities(
    tx,
    [...late.values()].map((run) => keyOf('tests', run.tenant, run.repository)),
  );
  return new Map([...known, ...late]);
}

function waitForRun({ item, run }: Upload, context: DigestContext): void {
  const until = new Date(item.receivedAt.getTime() + WAIT_MS);
  if (until <= context.now())
    throw new BadInput(
      `No run ${run} was reported within a day of this upload. Its id is in the address of its page in Grafana; \`summit run-id\` prints it in a job.`,
    );
  context.later(item, until);
}

/** Stores one report and returns how many results it had. */
async function apply(
  tx: Tx,
  upload: Upload,
  run: KnownRun,
  context: DigestContext,
  read: (bytes: Buffer) => BuildReport,
  maxBytes: number,
): Promise<number> {
  const { item, job } = upload;
  const bytes = asBadInput(() => inflate(item.body, item.encoding, maxBytes));
  const hash = createHash('sha256').update(bytes).digest();
  countItem(context, item, 'report', 'received');
  if (await hasReport(tx, { tenant: item.tenant, runId: run.id, job, hash })) {
    countItem(context, item, 'report', 'deduplicated');
    return 0;
  }
  const report = readable(bytes, read);
  const added: NewReport = {
    tenant: item.tenant,
    runId: run.id,
    job,
    hash,
    name: upload.name,
    receivedAt: item.receivedAt,
    report,
  };
  const id = await addReport(tx, added);
  countItem(context, item, 'report', 'stored');
  context.changed(item.tenant, 'run', run.id);
  const { quantity, category } = contentOf(report);
  countItem(context, item, category, 'received', quantity);
  const at = timeOf(run, item.receivedAt);
  if (report.kind === 'tests')
    await storeTests(tx, { id, job, run, lineId: await lineOf(tx, run, job, at), at, cases: report.cases });
  else if (report.kind === 'coverage') await storeCoverage(tx, run, report.files);
  else if (report.kind === 'profile') await storeProfile(tx, { id, run, job, at, profile: report });
  else if (report.kind === 'commands') await storeCommands(tx, { id, run, job, at, commands: report.commands });
  else await storeArtifacts(tx, [{ run, job, at, artifacts: report.artifacts }]);
  countItem(context, item, category, 'stored', quantity);
  return quantity;
}

/** What of a report the ledger counts: rows, of which a profile is one. */
function contentOf(report: BuildReport): { quantity: number; category: string } {
  if (report.kind === 'tests') return { quantity: report.cases.length, category: 'test_result' };
  if (report.kind === 'coverage') return { quantity: report.files.length, category: 'coverage_file' };
  if (report.kind === 'commands') return { quantity: report.commands.length, category: 'command' };
  if (report.kind === 'artifacts') return { quantity: report.artifacts.length, category: 'artifact' };
  return { quantity: 1, category: 'build_profile' };
}

/** The parsers are pure: what they throw at once they throw always, and say why. */
function readable(bytes: Buffer, read: (bytes: Buffer) => BuildReport): BuildReport {
  try {
    return cleaned(read(bytes));
  } catch (error) {
    throw new BadInput(error instanceof Error ? error.message : String(error));
  }
}

// eslint-disable-next-line no-control-regex
const UNSTORABLE = /[\u0000\ud800-\udfff]/;

/** PostgreSQL stores neither NUL nor half a surrogate pair, and a test that compares such texts reports them. */
function cleaned(report: BuildReport): BuildReport {
  // Their names are cleaned where they are cut, or refused.
  if (report.kind === 'profile' || report.kind === 'artifacts' || report.kind === 'commands') return report;
  if (report.kind === 'coverage')
    return { ...report, files: report.files.map((file) => ({ ...file, path: clean(file.path) })) };
  return {
    ...report,
    cases: report.cases.map((one) => ({
      ...one,
      suite: clean(one.suite),
      name: clean(one.name),
      ...(one.file !== undefined && { file: clean(one.file) }),
      ...(one.message !== undefined && { message: clean(one.message) }),
      ...(one.details !== undefined && { details: clean(one.details) }),
    })),
  };
}

const clean = (text: string): string => (UNSTORABLE.test(text) ? String(storable(text)) : text);
