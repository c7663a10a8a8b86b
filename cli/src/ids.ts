import { currentJob, runOf, spanOf, traceparentOf } from './ci/job';
import type { CiJob, Environment } from './ci/model';
import type { Command, Context } from './commands';
import { optionsOf } from './options';
import { Usage } from './terminal';

/** The job around this process. @throws Usage outside of one */
export function jobOrUsage(env: Environment): CiJob {
  const job = currentJob(env);
  if (job) return job;
  throw new Usage('this is no job of a CI system that is known');
}

/** @throws Usage where the system does not say its run */
export function runIdOrUsage(env: Environment): string {
  const job = jobOrUsage(env);
  const run = runOf(job);
  if (run !== undefined) return run;
  throw new Usage(`${job.system} does not tell the number of its run here`);
}

export const traceparent: Command = {
  name: 'traceparent',
  summary: 'print the W3C traceparent of the current job',
  help: `Usage: summit traceparent [--strict]

  export TRACEPARENT="$(summit traceparent)"

puts the spans of everything after it under the job, in the trace that Summit makes of the run. In GitHub Actions a job does not know its own
number: set SUMMIT_JOB_ID to \${{ job.check_run_id }}, or the spans are put under the run.

  --strict    fail where nothing can be printed`,
  async run(args, { say, warn, env }: Context) {
    optionsOf(args, { strict: { type: 'boolean' } });
    const job = jobOrUsage(env);
    const span = spanOf(job);
    if (span === undefined) throw new Usage(`${job.system} does not tell the number of its run here`);
    if (span.of === 'run' && job.provider === 'github') {
      warn('SUMMIT_JOB_ID is not set: this is the span of the run, not of the job');
    }
    say(traceparentOf(span));
    return 0;
  },
};

export const runIdCommand: Command = {
  name: 'run-id',
  summary: 'print the id under which Summit knows the current run',
  help: `Usage: summit run-id [--strict]

  --strict    fail where nothing can be printed`,
  async run(args, { say, env }: Context) {
    optionsOf(args, { strict: { type: 'boolean' } });
    say(runIdOrUsage(env));
    return 0;
  },
};
