import { CiFact } from '@summit/contracts';
import { foldRun, type RunOrJobFact } from '../../domain/run';
import { PayloadError } from '../payload';
import { travis } from './index';

type Json = Record<string, unknown>;
const SHA = '116112a0c0a3c1fa896e0087b041ab1bd91ff625';
const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 31, 9, 0, seconds)).toISOString();

/** In the shape that Travis CI sends. */
const job = (id: number, state: string, fields: Json = {}): Json => ({
  id,
  number: `6.${id}`,
  state,
  allow_failure: false,
  started_at: at(10),
  finished_at: at(60),
  config: { os: 'linux', language: 'ruby' },
  ...fields,
});
const build = (state: string, fields: Json = {}): Json => ({
  id: 25418135,
  number: '6',
  type: 'push',
  state,
  status: 1,
  status_message: 'Broken',
  started_at: at(10),
  finished_at: at(90),
  duration: 80,
  build_url: 'https://app.travis-ci.com/github/demo/shop/builds/25418135',
  commit: SHA,
  branch: 'main',
  tag: null,
  pull_request: false,
  message: 'Price in euros\n\nCloses #4',
  author_name: 'Ada',
  author_email: 'ada@example.org',
  committed_at: at(-60),
  repository: { id: 2372423, name: 'shop', owner_name: 'demo', url: null },
  matrix: [job(1, 'passed'), job(2, 'failed')],
  ...fields,
});

const facts = (payload: Json): readonly CiFact[] => {
  const translation = travis.translate('build', payload);
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact));
};
const folded = (...payloads: Json[]) =>
  foldRun(payloads.flatMap(facts).filter((fact): fact is RunOrJobFact => fact.kind === 'run' || fact.kind === 'job'));

test('a build is a run with the jobs of its matrix', () => {
  const { run, jobs } = folded(build('failed'));
  expect(run).toMatchObject({
    id: 'travis-25418135-1',
    system: 'travis',
    provider: 'github',
    repository: 'demo/shop',
    name: 'build',
    title: 'Price in euros',
    number: 6,
    result: 'failed',
    branch: 'main',
    sha: SHA,
    startedAt: new Date(at(10)),
    finishedAt: new Date(at(90)),
    jobsTotal: 2,
    jobsFailed: 1,
  });
  expect(jobs.map(({ id, name, result }) => [id, name, result])).toEqual([
    ['travis-1', '6.1 ruby on linux', 'success'],
    ['travis-2', '6.2 ruby on linux', 'failed'],
  ]);
});

test('begun, restarted, ended: one run, wherever it stands', () => {
  const begun = build('started', { finished_at: null, matrix: [job(1, 'started', { finished_at: null })] });
  const again = build('started', {
    started_at: at(300),
    finished_at: null,
    matrix: [job(1, 'started', { started_at: at(300), finished_at: null })],
  });
  expect(folded(begun).run.status).toBe('running');
  expect(folded(build('failed'), begun).run.status).toBe('completed');
  expect(folded(again, build('failed'), begun).run.status).toBe('running');
});

test.each([
  ['passed', 'success'],
  ['errored', 'failed'],
  ['canceled', 'cancelled'],
])('%s is %s', (state, result) => {
  expect(facts(build(state))[0]).toMatchObject({ status: 'completed', result, providerResult: state });
});

test('a job may fail where that is allowed', () => {
  expect(facts(build('passed', { matrix: [job(3, 'failed', { allow_failure: true })] }))[1]).toMatchObject({
    result: 'success',
    providerResult: 'allowed_failure',
  });
});

test('a pull request’s build is of the change, and of a merge that is no commit of the branch', () => {
  const all = facts(build('passed', { type: 'pull_request', pull_request_number: 4 }));
  expect(all[0]).toMatchObject({ changeNumber: 4, name: 'pull request build' });
  expect(all.some((fact) => fact.kind === 'commit')).toBe(false);
});

test('what is elsewhere than on GitHub is told by the address', () => {
  const page = 'https://app.travis-ci.com/bitbucket/demo/shop/builds/1';
  expect(facts(build('passed', { build_url: page }))[0]).toMatchObject({
    repository: { provider: 'bitbucket', fullName: 'demo/shop', url: 'https://bitbucket.org/demo/shop' },
  });
});

test('what is not there is refused by name', () => {
  expect(() => travis.translate('build', {})).toThrow(PayloadError);
  expect(() => facts(build('created', { started_at: null, finished_at: null, committed_at: null }))).toThrow(
    /started_at/,
  );
  expect(travis.translate('job', {})).toEqual({ dropped: 'unknown event' });
});
