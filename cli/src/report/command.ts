import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { addressOf, deadlineOf, tokenOf } from '../bridge';
import { currentJob } from '../ci/job';
import { told } from '../ci/model';
import type { Command, Context } from '../commands';
import { runIdOrUsage } from '../ids';
import { wordsOf } from '../options';
import { send, type Sent } from '../send';
import { Usage } from '../terminal';
import { filesOf } from './files';

const text = { type: 'string' } as const;
const options = {
  run: text,
  job: text,
  name: text,
  format: text,
  timeout: text,
  strict: { type: 'boolean' },
} as const;

const AT_ONCE = 4;
const compress = promisify(gzip);

export const report: Command = {
  name: 'report',
  summary: 'upload reports of tests and coverage',
  help: `Usage: summit report <file or pattern>… [options]

  summit report 'build/test-results/**/*.xml' coverage/lcov.info

Tests: JUnit XML, NUnit, xUnit.net, TestNG, TRX, Mocha, Jest, Vitest, Playwright, Cucumber, go test -json, pytest-json-report, CTRF.
Coverage: LCOV, Cobertura, JaCoCo, Clover, Go. Quote a pattern with ** so that it is not the shell that expands it.

  --run ID        the run, where this is no job of a CI system that is known (the id is in the address of the run's page)
  --job NAME      what people call the job; by default as the CI system says. Give it in a matrix, where several jobs share one name
  --name NAME     what to call the report; by default the path of the file
  --format NAME   what the file is, such as junit; by default found by its content
  --timeout SEC   how long to try in all, 60 by default
  --strict        fail when a file is not accepted, or there is none

SUMMIT_URL and SUMMIT_TOKEN say where and with what.`,
  async run(args, context) {
    const { values, positionals } = wordsOf(args, options);
    const target = targetOf(values, context);
    const { files, missing } = found(positionals);
    for (const word of missing) context.warn(`${word}: there is no such file`);
    const failed = await sendAll(files, target, context);
    return values.strict === true && failed + missing.length > 0 ? 1 : 0;
  },
};

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

/** @throws Usage where nothing was asked for */
function found(words: readonly string[]): { files: string[]; missing: string[] } {
  if (words.length === 0) throw new Usage('no file is named');
  const files = new Set<string>();
  const missing: string[] = [];
  for (const word of words) {
    const those = filesOf(word, process.cwd());
    if (those.length === 0) missing.push(word);
    for (const file of those) files.add(file);
  }
  return { files: [...files], missing };
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

/** What the bridge takes for a name. */
const MAX_NAME = 300;

async function sendFile(file: string, target: Target, { version }: Context): Promise<Sent> {
  const bytes = await readFile(file);
  if (bytes.length === 0) return { ok: false, reason: 'the file is empty' };
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const address = new URL(target.address);
  address.searchParams.set('name', (target.name ?? shownAs(file)).slice(-MAX_NAME));
  const body = isCompressed ? bytes : await compress(bytes);
  return send({ address, token: target.token, body, version, compressed: true }, target.deadline);
}

/** From where the job stands, with forward slashes; a path from the machine's root says nothing to others. */
function shownAs(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file)).replaceAll('\\', '/');
  return (relative.startsWith('../') ? path.basename(file) : relative).replace(/\.gz$/, '');
}
