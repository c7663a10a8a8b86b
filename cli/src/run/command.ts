import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { currentJob, runOf, spanOf, traceparentOf } from '../ci/job';
import { type Environment, told } from '../ci/model';
import type { Command, Context } from '../commands';
import { optionsOf } from '../options';
import { Usage } from '../terminal';
import { type Ended, runChild } from './child';
import { otlpTarget, sendSpan } from './span';
import { summaryOf } from './summary';
import { tellBridge, type Told } from './tell';

const options = { name: { type: 'string' }, strict: { type: 'boolean' } } as const;

export const run: Command = {
  name: 'run',
  summary: 'run a command under the span of the job, and say what it took',
  takesCommand: true,
  help: `Usage: summit run [--name NAME] -- <command> [arguments…]

  summit run -- npm test

The command has this terminal and TRACEPARENT, gets the signals that summit gets, and its exit code is summit's; 126 or 127 where it
could not be started, and 2 where summit was called wrongly, so that what never ran does not pass. One line on stderr says how
long it ran and, on Linux, the processor time of it and its children and the largest memory of one process that was seen.

Where OTEL_EXPORTER_OTLP_ENDPOINT (or …_TRACES_ENDPOINT) names a receiver of OTLP over HTTP, a span of the command is sent there, under the job's.
Where SUMMIT_URL and SUMMIT_TOKEN are set and this is a job of a CI system that is known, the bridge is told what the command took.
Both carry the name of the program (or --name), never its arguments.

  --name NAME     what to call the span; by default the name of the program`,
  async run(args, context) {
    const { values, command } = parsed(args);
    const [program = ''] = command;
    const trace = traceOf(context.env);
    const target = trace && otlpTarget(context.env);
    const own = randomBytes(8).toString('hex');
    const under = trace && { traceId: trace.traceId, spanId: target ? own : trace.spanId };
    const startedAtMs = Date.now();
    const ended = await runChild(command, under ? { ...context.env, TRACEPARENT: traceparentOf(under) } : context.env);
    if (ended.notStarted !== undefined) context.warn(`${program || "''"}: ${ended.notStarted}`);
    else context.warn(`${path.basename(program)}: ${summaryOf(ended)}`);
    const name = told(values.name) ?? path.basename(program);
    await tell({ name, startedAtMs, ended }, context);
    if (trace && target) {
      const span = {
        name,
        program,
        startedAtMs,
        ended,
        own,
        parent: trace,
      };
      await sendSpan(target, { ...span, ...whoseOf(context.env), version: context.version }).catch((error: unknown) =>
        context.warn(`the span was not sent: ${error instanceof Error ? error.message : String(error)}`),
      );
    }
    return exitCodeOf(program, ended);
  },
};

/** The command is what matters: what goes wrong here is a warning. */
async function tell(command: Told, { env, version, warn }: Context): Promise<void> {
  const why = await tellBridge(command, env, version).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  if (why !== undefined) warn(`what it took was not told: ${why}`);
}

/** Options of summit end where the command begins, with `--` or without. @throws Usage */
function parsed(args: readonly string[]) {
  let end = 0;
  while (end < args.length && args[end]?.startsWith('-') === true && args[end] !== '--') {
    end += args[end] === '--name' ? 2 : 1;
  }
  const command = args.slice(args[end] === '--' ? end + 1 : end);
  if (command.length === 0) throw new Usage('no command is given');
  return { values: optionsOf(args.slice(0, end), options), command };
}

interface Trace {
  traceId: string;
  spanId: string;
}

const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

/** What this is part of: what is told from outside (a command within a command), else the job. */
function traceOf(env: Environment): Trace | undefined {
  const [, traceId, spanId] = TRACEPARENT.exec(env['TRACEPARENT']?.trim() ?? '') ?? [];
  if (traceId !== undefined && spanId !== undefined) return { traceId, spanId };
  const job = currentJob(env);
  return job && spanOf(job);
}

function whoseOf(env: Environment): { run: string | undefined; repository: string | undefined } {
  const job = currentJob(env);
  return { run: job && runOf(job), repository: told(job?.repository) };
}

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/** As shells say it. */
function exitCodeOf(program: string, { code, signal, notStarted }: Ended): number {
  if (notStarted !== undefined) return program === '' || notStarted.endsWith(' ENOENT') ? NOT_FOUND : NOT_EXECUTABLE;
  return code ?? 128 + (signal?.number ?? 0);
}
