import { hostOf, type ReadCi, told } from './model';

/** https://docs.gitlab.com/ci/variables/predefined_variables/. A retried job makes its pipeline go on, so there is one attempt. */
export const gitlab: ReadCi = (env) =>
  told(env['GITLAB_CI']) === undefined
    ? undefined
    : {
        system: 'GitLab CI',
        provider: 'gitlab',
        host: hostOf(env['CI_SERVER_URL']) ?? 'gitlab.com',
        repository: env['CI_PROJECT_PATH'] ?? '',
        runId: told(env['CI_PIPELINE_ID']),
        attempt: 1,
        jobId: told(env['CI_JOB_ID']),
        jobName: told(env['CI_JOB_NAME']),
      };
