import { type ReadCi, told } from './model';

/** https://circleci.com/docs/reference/variables/. A run is a workflow; its pages are at one host, wherever the code is. */
export const circleci: ReadCi = (env) =>
  env['CIRCLECI'] === 'true'
    ? {
        system: 'CircleCI',
        provider: 'circleci',
        host: 'app.circleci.com',
        repository: '',
        runId: told(env['CIRCLE_WORKFLOW_ID']),
        attempt: 1,
        jobId: told(env['CIRCLE_WORKFLOW_JOB_ID']),
        jobName: told(env['CIRCLE_JOB']),
      }
    : undefined;
