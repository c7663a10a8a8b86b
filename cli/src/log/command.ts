import { createReadStream } from 'node:fs';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { addressOf, deadlineOf, tokenOf } from '../bridge';
import { currentJob } from '../ci/job';
import { told } from '../ci/model';
import type { Command, Context } from '../commands';
import { runIdOrUsage } from '../ids';
import { wordsOf } from '../options';
import { send } from '../send';
import { Usage } from '../terminal';
import { counterOf, type Counter } from './counter';
import { collector, type Collector } from './parts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = { run: text, job: text, timeout: text, more: flag, quiet: flag, strict: flag } as const;

const compress = promisify(gzip);
/** Of text: compressed it is a tenth. */
const PART = 2 * 1024 * 1024;
/** How long a line waits for others before it is sent. */
const EVERY_MS = 2_000;
/** What waits to be sent while no bridge answers; the build is never held up for it. */
const MAX_WAITING = 64 * 1024 * 1024;

export const log: Command = {
  name: 'log',
  summary: 'send the log of the job, as it is written or from a file',
  help: `Usage: summit log [file] [options]

  set -o pipefail
  npm test 2>&1 | summit log
  summit log build.log

Without a file it reads standard input, writes it on as it is, and sends it every two seconds, each line with its time. Secrets of known forms are masked
by the bridge before it keeps anything.

  --run ID        the run, where this is no job of a CI system that is known (the id is in the address of the run's page)
  --job NAME      the job: its number in its system, or its name; by default as the CI system says
  --more          another call of the same job will go on with this log
  --quiet         write nothing on
  --timeout SEC   how long to try to send a part, 60 by default
  --strict        fail when a part is not accepted

SUMMIT_URL and SUMMIT_TOKEN say where and with what.`,
  async run(args, context) {
    const { values, positionals } = wordsOf(args, options);
    if (positionals.length > 1) throw new Usage('one log is one file');
    const [file] = positionals;
    const isLive = file === undefined || file === '-';
    // Whatever else is wrong, the output goes on: a pipe that ends here would end the build.
    const target = attempt(() => targetOf(values, context));
    const sender =
      target instanceof Error ? null : senderOf(target, { more: values.more === true, stamps: isLive }, context);
    if (isLive) await live(sender, values.quiet !== true);
    else await ofFile(file, sender);
    if (target instanceof Error) throw target;
    return (await sender?.end()) === false && values.strict === true ? 1 : 0;
  },
};

interface Values {
  run?: string | undefined;
  job?: string | undefined;
  timeout?: string | undefined;
}

interface Target {
  address: URL;
  token: string;
  /** Of each part. */
  timeout: string | undefined;
}

function targetOf(values: Values, { env }: Context): Target {
  const address = addressOf(env);
  const token = tokenOf(env);
  deadlineOf(values.timeout, 60);
  const run = told(values.run) ?? runIdOrUsage(env);
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/api/v1/runs/${encodeURIComponent(run)}/logs`;
  const current = currentJob(env);
  const job = told(values.job, current?.jobId, current?.jobName);
  if (job !== undefined) address.searchParams.set('job', job);
  return { address, token, timeout: values.timeout };
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

interface Sender {
  lines: Collector;
  /** Sends what is there, one part after the other; resolves once nothing of it waits any more. */
  flush(): Promise<void>;
  /** Sends the rest, and resolves with whether all was taken. */
  end(): Promise<boolean>;
  /** Nothing more is sent: a part was not taken. */
  isOver(): boolean;
}

function senderOf(target: Target, { more, stamps }: { more: boolean; stamps: boolean }, context: Context): Sender {
  const counter: Counter = counterOf(target.address, context.env);
  const state = { part: counter.next, failed: false, sending: Promise.resolve() };
  const lines = collector(stamps);
  const sendPart = async (part: string, final: boolean): Promise<void> => {
    if (state.failed) return;
    const address = new URL(target.address);
    address.searchParams.set('part', String(state.part));
    if (final) address.searchParams.set('final', 'true');
    const body = await compress(part);
    const sent = await send(
      { address, token: target.token, body, compressed: true, version: context.version },
      deadlineOf(target.timeout, 60),
    );
    if (sent.ok) state.part += 1;
    else {
      state.failed = true;
      context.warn(`part ${state.part} of the log was not sent: ${sent.reason}; the rest is not sent either`);
    }
  };
  const sendAll = async (): Promise<void> => {
    for (let part = lines.take(PART); part !== ''; part = lines.take(PART)) await sendPart(part, false);
  };
  const flush = (): Promise<void> => (state.sending = state.sending.then(sendAll));
  return {
    lines,
    flush,
    isOver: () => state.failed,
    async end() {
      lines.end(new Date());
      await flush();
      if (!more) await sendPart('', true);
      if (!state.failed) counter.keep(more ? state.part : undefined);
      return !state.failed;
    },
  };
}

/** Passes standard input on and sends it as it comes. */
async function live(sender: Sender | null, passOn: boolean): Promise<void> {
  const timer = setInterval(() => void sender?.flush(), EVERY_MS);
  const state = { left: 0 };
  // Whoever reads what is passed on may go away; what is sent is sent all the same.
  process.stdout.on('error', () => undefined);
  for await (const chunk of process.stdin) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    if (passOn && !process.stdout.write(bytes)) await drained();
    if (sender === null || sender.isOver()) continue;
    if (sender.lines.size() > MAX_WAITING) state.left += bytes.length;
    else sender.lines.add(bytes, new Date());
    if (sender.lines.size() > PART) void sender.flush();
  }
  clearInterval(timer);
  if (state.left > 0) sender?.lines.add(Buffer.from(`\n… ${state.left} bytes were not sent.\n`), new Date());
}

const drained = (): Promise<void> =>
  new Promise((done) => {
    process.stdout.once('drain', done);
    process.stdout.once('close', done);
    process.stdout.once('error', () => done());
  });

/** Lines of a file have no times but their own. */
async function ofFile(file: string, sender: Sender | null): Promise<void> {
  if (sender === null) return;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    if (sender.isOver()) return;
    sender.lines.add(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)), new Date());
    if (sender.lines.size() > PART) await sender.flush();
  }
}
