import type { NewArtifact } from '@summit/contracts';
import { addressOf, deadlineOf, tokenOf } from '../bridge';
import { currentJob } from '../ci/job';
import { told } from '../ci/model';
import type { Command, Context } from '../commands';
import { runIdOrUsage } from '../ids';
import { wordsOf } from '../options';
import { found, MAX_NAME, shownAs } from '../report/names';
import { send } from '../send';
import { Usage } from '../terminal';
import { describe, urlOf } from './describe';

const text = { type: 'string' } as const;
const options = { run: text, job: text, name: text, url: text, timeout: text, strict: { type: 'boolean' } } as const;

/** What the bridge takes at once. */
const MOST = 1000;

export const artifact: Command = {
  name: 'artifact',
  summary: 'tell what the job made: names, sizes and digests',
  help: `Usage: summit artifact <file or pattern>… [options]

  summit artifact 'dist/*.tgz' --url 'https://files.example.org/shop/{name}'

Tells name, size, SHA-256 and sort of each file; the files themselves are not sent. Under its name a file is compared with the run before:
where the name has a version in it, give --name.

  --run ID        the run, where this is no job of a CI system that is known (the id is in the address of the run's page)
  --job NAME      what people call the job; by default as the CI system says
  --name NAME     what to call it, where it is one file; by default its path
  --url ADDRESS   where people get it; {name} stands for the name
  --timeout SEC   how long to try in all, 60 by default
  --strict        fail when a file is not there, or the list is not accepted

SUMMIT_URL and SUMMIT_TOKEN say where and with what.`,
  async run(args, context) {
    const { values, positionals } = wordsOf(args, options);
    const address = addressOf(context.env);
    const token = tokenOf(context.env);
    const deadline = deadlineOf(values.timeout, 60);
    const run = told(values.run) ?? runIdOrUsage(context.env);
    const { files, missing } = found(positionals);
    const name = told(values.name);
    if (name !== undefined && files.length > 1) throw new Usage('--name is for one file');
    if (files.length > MOST) throw new Usage(`at most ${MOST} files at once`);
    for (const word of missing) context.warn(`${word}: there is no such file`);
    const { artifacts, failed } = await measured(files, name, told(values.url), context);
    const job = told(values.job) ?? currentJob(context.env)?.jobName;
    const sent = artifacts.length === 0 || (await tell(artifacts, run, job, { address, token, deadline }, context));
    const whole = sent && failed + missing.length === 0;
    return values.strict === true && !whole ? 1 : 0;
  },
};

interface Where {
  address: URL;
  token: string;
  deadline: number;
}

/** Whether the bridge took them. */
async function tell(
  artifacts: readonly NewArtifact[],
  run: string,
  job: string | undefined,
  { address, token, deadline }: Where,
  { version, warn, say }: Context,
): Promise<boolean> {
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/api/v1/runs/${encodeURIComponent(run)}/artifacts`;
  if (job !== undefined) address.searchParams.set('job', job);
  const body = Buffer.from(JSON.stringify({ artifacts }));
  const sent = await send({ address, token, body, version, compressed: false }, deadline);
  if (!sent.ok) {
    warn(`not told: ${sent.reason}`);
    return false;
  }
  for (const one of artifacts) say(`${one.name}: ${one.bytes ?? 0} bytes, SHA-256 ${one.sha256 ?? ''}`);
  return true;
}

/** One after the other: a disk reads no faster for being asked twice. */
async function measured(
  files: readonly string[],
  name: string | undefined,
  url: string | undefined,
  { warn }: Context,
): Promise<{ artifacts: NewArtifact[]; failed: number }> {
  const artifacts: NewArtifact[] = [];
  let failed = 0;
  for (const file of files) {
    const shown = (name ?? shownAs(file, { keepGz: true })).slice(-MAX_NAME);
    const address = urlOf(url, shown);
    try {
      artifacts.push(await describe(file, shown, address));
    } catch (error) {
      failed += 1;
      warn(`${file}: not read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { artifacts, failed };
}
