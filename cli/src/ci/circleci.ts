import { hostOf, type ReadCi, told } from './model';

/** https://circleci.com/docs/reference/variables/. A run is a workflow. */
export const circleci: ReadCi = (env) =>
  env['CIRCLECI'] === 'true'
    ? {
        system: 'CircleCI',
        provider: 'circleci',
        host: pagesOf(hostOf(env['CIRCLE_BUILD_URL'])),
        repository: '',
        runId: told(env['CIRCLE_WORKFLOW_ID']),
        attempt: 1,
        jobId: told(env['CIRCLE_WORKFLOW_JOB_ID']),
        jobName: told(env['CIRCLE_JOB']),
      }
    : undefined;

/** A job is told the old address of its pages; a server of one's own has one. */
const pagesOf = (host: string | undefined): string =>
  host === undefined || host === 'circleci.com' ? 'app.circleci.com' : host;
