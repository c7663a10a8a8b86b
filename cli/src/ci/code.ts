import { currentJob } from './job';
import { type Environment, told } from './model';

/** What a CI system tells a job about the code that it works on. */
export interface CiCode {
  /** An address that it can be cloned from, or its page. */
  repository: string | undefined;
  sha: string | undefined;
  /** Branch or tag. */
  ref: string | undefined;
  /** Who set the run off. */
  actor: string | undefined;
}

const none: CiCode = { repository: undefined, sha: undefined, ref: undefined, actor: undefined };

/** As each system names it; the pages that document the names are those in the file of the system. */
const readers: Readonly<Record<string, (env: Environment) => CiCode>> = {
  github: (env) => ({
    repository:
      env['GITHUB_REPOSITORY'] &&
      `${told(env['GITHUB_SERVER_URL']) ?? 'https://github.com'}/${env['GITHUB_REPOSITORY']}`,
    sha: env['GITHUB_SHA'],
    ref: env['GITHUB_REF_NAME'],
    actor: told(env['GITHUB_TRIGGERING_ACTOR'], env['GITHUB_ACTOR']),
  }),
  gitlab: (env) => ({
    repository: env['CI_PROJECT_URL'],
    sha: env['CI_COMMIT_SHA'],
    ref: env['CI_COMMIT_REF_NAME'],
    actor: told(env['GITLAB_USER_LOGIN'], env['GITLAB_USER_NAME']),
  }),
  circleci: (env) => ({
    repository: env['CIRCLE_REPOSITORY_URL'],
    sha: env['CIRCLE_SHA1'],
    ref: told(env['CIRCLE_TAG'], env['CIRCLE_BRANCH']),
    actor: env['CIRCLE_USERNAME'],
  }),
  buildkite: (env) => ({
    repository: env['BUILDKITE_REPO'],
    // It says HEAD until the code was fetched.
    sha: env['BUILDKITE_COMMIT'],
    ref: told(env['BUILDKITE_TAG'], env['BUILDKITE_BRANCH']),
    actor: told(env['BUILDKITE_UNBLOCKER'], env['BUILDKITE_BUILD_CREATOR']),
  }),
  azure: (env) => ({
    repository: env['BUILD_REPOSITORY_URI'],
    sha: env['BUILD_SOURCEVERSION'],
    ref: env['BUILD_SOURCEBRANCH']?.replace(/^refs\/(?:heads|tags)\//, ''),
    actor: env['BUILD_REQUESTEDFOR'],
  }),
  travis: (env) => ({
    repository: undefined,
    sha: env['TRAVIS_COMMIT'],
    ref: told(env['TRAVIS_TAG'], env['TRAVIS_BRANCH']),
    actor: undefined,
  }),
  jenkins: (env) => ({
    repository: env['GIT_URL'],
    sha: env['GIT_COMMIT'],
    ref: env['GIT_BRANCH']?.replace(/^origin\//, ''),
    actor: env['BUILD_USER_ID'],
  }),
};

/** The code of the job around this process, as far as its system tells it. */
export function currentCode(env: Environment): CiCode {
  const job = currentJob(env);
  const code = (job && readers[job.provider]?.(env)) ?? none;
  return {
    repository: told(code.repository),
    sha: isSha(code.sha) ? code.sha?.toLowerCase() : undefined,
    ref: told(code.ref),
    actor: told(code.actor),
  };
}

export const isSha = (text: string | undefined): boolean => text !== undefined && /^[0-9a-fA-F]{7,64}$/.test(text);
