import { hostOf, type ReadCi, told } from './model';

/**
 * https://docs.github.com/actions/reference/variables-reference. A job is not told its own number: the workflow passes it on, as
 * `SUMMIT_JOB_ID: ${{ job.check_run_id }}`.
 */
export const github: ReadCi = (env) =>
  env['GITHUB_ACTIONS'] === 'true'
    ? {
        system: 'GitHub Actions',
        provider: 'github',
        host: hostOf(env['GITHUB_SERVER_URL']) ?? 'github.com',
        repository: env['GITHUB_REPOSITORY'] ?? '',
        runId: told(env['GITHUB_RUN_ID']),
        attempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? 1),
        jobId: undefined,
        jobName: told(env['GITHUB_JOB']),
      }
    : undefined;
