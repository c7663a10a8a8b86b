import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { addressOf, deadlineOf, tokenOf } from '../bridge';
import { currentJob } from '../ci/job';
import { told } from '../ci/model';
import type { Command, Context } from '../commands';
import { ask } from '../get';
import { runIdOrUsage } from '../ids';
import { wordsOf } from '../options';
import { repositoryOrUsage } from '../repository';
import { realClock, send, type Sent } from '../send';
import { found, MAX_NAME, shownAs } from './names';
import { isGood, quarantineOf, verdictLines, verdictOf, type Named, type ReadFile } from './quarantine';

const text = { type: 'string' } as const;
const options = {
  run: text,
  job: text,
  name: text,
  format: text,
  repository: text,
  timeout: text,
  quarantine: { type: 'boolean' },
  strict: { type: 'boolean' },
} as const;

const AT_ONCE = 4;
const compress = promisify(gzip);

export const report: Command = {
  name: 'report',
  summary: 'upload reports of tests and coverage, and profiles of builds',
  help: `Usage: summit report <file or pattern>… [options]

  summit report 'build/test-results/**/*.xml' coverage/lcov.info

Tests: JUnit XML, NUnit, xUnit.net, TestNG, TRX, Mocha, Jest, Vitest, Playwright, Cucumber, go test -json, pytest-json-report, CTRF.
Coverage: LCOV, Cobertura, JaCoCo, Clover, Go. Builds: profiles of Bazel, Gradle and cargo, npm's timings, Maven's output.
Quote a pattern with ** so that it is not the shell that expands it.

  --run ID        the run, where this is no job of a CI system that is known (the id is in the address of the run's page)
  --job NAME      what people call the job; by default as the CI system says. Give it in a matrix, where several jobs share one name
  --name NAME     what to call the report; by default the path of the file
  --format NAME   what the file is, such as junit; by default found by its content
  --timeout SEC   how long to try in all, 60 by default
  --strict        fail when a file is not accepted, or there is none
  --quarantine    fail when a test failed that is not in quarantine, and only then; also when a file cannot be read, or no test was reported.
                  The token needs the scope read beside ingest
  --repository N  owner/name, whose quarantine it is, where it is another than the job's

SUMMIT_URL and SUMMIT_TOKEN say where and with what.`,
  async run(args, context) {
    const { values, positionals } = wordsOf(args, options);
    const isGate = values.quarantine === true;
    try {
      const target = targetOf(values, context);
      const { files, missing } = found(positionals);
      for (const word of missing) context.warn(`${word}: there is no such file`);
      const failed = await sendAll(files, target, context);
      const isStrictlyBad = values.strict === true && failed + missing.length > 0;
      const isBad = isGate && !(await mayGoOn(files, missing.length, values, target, context));
      return isStrictlyBad || isBad ? 1 : 0;
    } catch (error) {
      // Who lets this decide over the build must not have it go on because a setting is missing.
      if (!isGate) throw error;
      context.warn(error instanceof Error ? error.message : String(error));
      return 1;
    }
  },
};

/** Whether the reports let the build go on. Without an answer of the bridge nothing is in quarantine. */
async function mayGoOn(
  files: readonly string[],
  missing: number,
  values: Values,
  target: Target,
  context: Context,
): Promise<boolean> {
  const read = await Promise.all(files.map(async (file): Promise<ReadFile> => ({ file, bytes: await readFile(file) })));
  const verdict = verdictOf(read, await quarantined(values.repository, target, context), told(values.format));
  for (const line of verdictLines(verdict)) context.say(line);
  return missing === 0 && isGood(verdict);
}

async function quarantined(repository: string | undefined, target: Target, context: Context): Promise<Named[]> {
  const address = addressOf(context.env);
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/api/v1/tests/quarantine`;
  try {
    address.searchParams.set('repository', repositoryOrUsage(repository, context.env));
    const leftMs = Math.max(MIN_ASK_MS, target.deadline - realClock.now());
    return quarantineOf(await ask({ address, token: target.token, version: context.version }, leftMs));
  } catch (error) {
    context.warn(
      `the quarantine is not known, so each failure counts: ${error instanceof Error ? error.message : String(error)}`,
    );
    return [];
  }
}

/** Uploads may have used up the time; one question is asked all the same. */
const MIN_ASK_MS = 5_000;

interface Target {
  /** `name` comes for each file. */
  address: URL;
  token: string;
  name: string | undefined;
  deadline: number;
}

interface Values {
  run?: string | undefined;
  job?: string | undefined;
  name?: string | undefined;
  format?: string | undefined;
  repository?: string | undefined;
  timeout?: string | undefined;
}

function targetOf(values: Values, { env }: Context): Target {
  const address = addressOf(env);
  const token = tokenOf(env);
  const deadline = deadlineOf(values.timeout, 60);
  const run = told(values.run) ?? runIdOrUsage(env);
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/api/v1/runs/${encodeURIComponent(run)}/reports`;
  const job = told(values.job) ?? currentJob(env)?.jobName;
  if (job !== undefined) address.searchParams.set('job', job);
  const format = told(values.format);
  if (format !== undefined) address.searchParams.set('format', format);
  return { address, token, name: told(values.name), deadline };
}

/** Sends a few at once and says a line of each; returns how many were not taken. */
async function sendAll(files: readonly string[], target: Target, context: Context): Promise<number> {
  const waiting = [...files];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const sent = await sendFile(file, target, context).catch((error: unknown): Sent => refusal(error));
      if (sent.ok) context.say(`${file}: ${sent.status === 'duplicate' ? 'is there already' : 'sent'}`);
      else {
        failed += 1;
        context.warn(`${file}: not sent: ${sent.reason}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failed;
}

const refusal = (error: unknown): Sent => ({
  ok: false,
  reason: error instanceof Error ? error.message : String(error),
});

async function sendFile(file: string, target: Target, { version }: Context): Promise<Sent> {
  const bytes = await readFile(file);
  if (bytes.length === 0) return { ok: false, reason: 'the file is empty' };
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const address = new URL(target.address);
  address.searchParams.set('name', (target.name ?? shownAs(file)).slice(-MAX_NAME));
  const body = isCompressed ? bytes : await compress(bytes);
  return send({ address, token: target.token, body, version, compressed: true }, target.deadline);
}
