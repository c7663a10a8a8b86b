import type { Environment } from './ci/model';
import { artifact } from './artifact/command';
import { deploy } from './deploy/command';
import { graph } from './graph/command';
import { log } from './log/command';
import { owners } from './owners/command';
import { report } from './report/command';
import { run } from './run/command';
import { runIdCommand, traceparent } from './ids';
import type { Terminal } from './terminal';

export interface Context extends Terminal {
  env: Environment;
  version: string;
}

export interface Command {
  name: string;
  summary: string;
  /** Usage, then what each option does. */
  help: string;
  /** What follows its own options is another program's. */
  takesCommand?: boolean;
  /** The exit code. */
  run(args: readonly string[], context: Context): Promise<number>;
}

export const commands: ReadonlyMap<string, Command> = new Map(
  [report, artifact, log, graph, owners, deploy, run, traceparent, runIdCommand].map((command) => [
    command.name,
    command,
  ]),
);

const ENVIRONMENT = `Settings:
  SUMMIT_URL       where the bridge is, such as https://summit.example.org
  SUMMIT_TOKEN     an API token of kind service with the scope ingest or write
  SUMMIT_JOB       what people call the job, where the CI system's own name is not enough (a matrix)
  SUMMIT_JOB_ID    the job's number, which GitHub tells only as \${{ job.check_run_id }}`;

export const overview = (): string =>
  [
    'summit: tells Summit about a CI job from inside it',
    '',
    ...[...commands.values()].map(({ name, summary }) => `  ${name.padEnd(14)} ${summary}`),
    '',
    '  summit <command> --help says more; summit --version',
    '',
    ENVIRONMENT,
    '',
    'Run and job are known in GitHub Actions, GitLab CI, CircleCI, Buildkite, Azure Pipelines, Travis CI and Jenkins.',
    'A build never fails because of summit, unless --strict or --quarantine is given.',
  ].join('\n');

export const helpOf = ({ name, summary, help }: Command): string => `summit ${name}: ${summary}\n\n${help}`;
