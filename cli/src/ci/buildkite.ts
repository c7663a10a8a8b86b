import { hostOf, type ReadCi, told } from './model';

/** https://buildkite.com/docs/pipelines/configure/environment-variables */
export const buildkite: ReadCi = (env) =>
  env['BUILDKITE'] === 'true'
    ? {
        system: 'Buildkite',
        provider: 'buildkite',
        host: hostOf(env['BUILDKITE_BUILD_URL']) ?? 'buildkite.com',
        repository: '',
        runId: told(env['BUILDKITE_BUILD_ID']),
        attempt: 1,
        jobId: told(env['BUILDKITE_JOB_ID']),
        jobName: told(env['BUILDKITE_LABEL'], env['BUILDKITE_STEP_KEY']),
      }
    : undefined;
