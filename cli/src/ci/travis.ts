import { hostOf, type ReadCi, told } from './model';

/** https://docs.travis-ci.com/user/environment-variables/#default-environment-variables */
export const travis: ReadCi = (env) =>
  env['TRAVIS'] === 'true'
    ? {
        system: 'Travis CI',
        provider: 'travis',
        host: hostOf(env['TRAVIS_BUILD_WEB_URL']) ?? 'app.travis-ci.com',
        repository: '',
        runId: told(env['TRAVIS_BUILD_ID']),
        attempt: 1,
        jobId: told(env['TRAVIS_JOB_ID']),
        jobName: told(env['TRAVIS_JOB_NAME']),
      }
    : undefined;
