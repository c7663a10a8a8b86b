import { type Environment, hostOf, type ReadCi, told } from './model';

/**
 * https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables. A build is named by its folders, its job and its number; it has no
 * jobs within it.
 */
export const jenkins: ReadCi = (env) =>
  told(env['JENKINS_URL'], env['JENKINS_HOME']) === undefined || told(env['BUILD_NUMBER']) === undefined
    ? undefined
    : {
        system: 'Jenkins',
        provider: 'jenkins',
        host: hostOf(env['BUILD_URL']) ?? hostOf(env['JENKINS_URL']) ?? '',
        repository: '',
        runId: runIdOf(env),
        attempt: 1,
        jobId: undefined,
        jobName: told(env['STAGE_NAME']),
      };

function runIdOf(env: Environment): string | undefined {
  const names = namesOf(env);
  return names.length === 0
    ? undefined
    : [...names.map((name) => name.replaceAll('/', '~')), env['BUILD_NUMBER']].join(':');
}

/** The folders and the job: `/job/shop/job/feature%252Feuro/12/`, or `shop/feature%2Feuro` where Jenkins does not know its own address. */
function namesOf({ BUILD_URL: url = '', JOB_NAME: name = '' }: Environment): string[] {
  const names = [...url.matchAll(/\/job\/([^/]+)/g)].map(([, part = '']) => decoded(decoded(part)));
  return names.length > 0 ? names : name.split('/').filter(Boolean).map(decoded);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
