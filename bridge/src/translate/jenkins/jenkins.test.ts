import { CiFact } from '@summit/contracts';
import { foldRun, type RunOrJobFact } from '../../domain/run';
import { PayloadError } from '../payload';
import { jenkins } from './index';

type Json = Record<string, unknown>;
const START = Date.UTC(2026, 0, 31, 9, 0, 0);
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
const SHA = 'bcbb5ec396a2c0f828686f14fac9b80b780504f2';

/** In the shape that the Notification plugin serialises. */
const notification = (phase: string, seconds: number, fields: Json = {}): Json => ({
  name: 'main',
  display_name: 'main',
  url: 'job/shop/job/main/',
  build: {
    full_url: 'https://ci.example.org/jenkins/job/shop/job/main/12/',
    number: 12,
    queue_id: 41,
    timestamp: START + seconds * 1000,
    duration: 0,
    phase,
    url: 'job/shop/job/main/12/',
    scm: {},
    log: '',
    notes: '',
    artifacts: {},
    ...fields,
  },
});
const scm = {
  url: 'git@git.example.org:demo/shop.git',
  branch: 'origin/main',
  commit: SHA,
  changes: ['src/price.ts', 'README.md'],
  culprits: ['ada'],
};
const story = [
  notification('QUEUED', 0),
  notification('STARTED', 20),
  notification('COMPLETED', 80, { status: 'FAILURE', duration: 60_000, scm }),
  notification('FINALIZED', 81, { status: 'FAILURE', duration: 60_000, scm }),
];

const facts = (payload: unknown): readonly CiFact[] => {
  const translation = jenkins.translate('notification', payload);
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact));
};

test('the phases of a build are one run, which knows its repository at its end', () => {
  const all = story.flatMap(facts).filter((fact): fact is RunOrJobFact => fact.kind === 'run');
  expect(foldRun([...all].reverse()).run).toMatchObject({
    id: 'jenkins-ci.example.org-shop:main:12-1',
    system: 'jenkins',
    host: 'ci.example.org',
    provider: 'git.example.org',
    repository: 'demo/shop',
    name: 'shop',
    number: 12,
    result: 'failed',
    providerResult: 'FAILURE',
    branch: 'main',
    sha: SHA,
    queuedAt: new Date(at(0)),
    startedAt: new Date(at(20)),
    queueMs: 20_000,
    url: 'https://ci.example.org/jenkins/job/shop/job/main/12/',
  });
});

test('its trace is the same before and after the repository is known', () => {
  const traces = story.map((payload) => {
    const run = facts(payload).find((fact) => fact.kind === 'run');
    return run && foldRun([run]).run.traceId;
  });
  expect(new Set(traces).size).toBe(1);
});

test('the commit it was of, with the files that changed', () => {
  expect(facts(story[2])[1]).toEqual({
    kind: 'commit',
    repository: { provider: 'git.example.org', fullName: 'demo/shop', url: 'https://git.example.org/demo/shop' },
    sha: SHA,
    branch: 'main',
    files: ['README.md', 'src/price.ts'],
  });
});

test.each([
  ['SUCCESS', 'success'],
  ['UNSTABLE', 'failed'],
  ['ABORTED', 'cancelled'],
  ['NOT_BUILT', 'skipped'],
  [null, 'unknown'],
])('%s is %s', (status, result) => {
  expect(facts(notification('FINALIZED', 80, { status }))[0]).toMatchObject({ status: 'completed', result });
});

test('a branch is part of the name only where it is not a branch', () => {
  const run = (url: string, branch?: string) => facts(notification('STARTED', 0, { url, scm: { branch } }))[0];
  expect(run('job/shop/job/feature%252Feuro/3/', 'feature/euro')).toMatchObject({
    name: 'shop',
    providerRunId: 'shop:feature~euro:12',
  });
  expect(run('job/tools/job/clean/3/')).toMatchObject({ name: 'tools » clean' });
  expect(run('job/clean/3/', 'clean')).toMatchObject({ name: 'clean' });
});

test('without a repository that others know the job itself stands for one', () => {
  expect(facts(notification('FINALIZED', 0, { scm: { url: '/srv/git/shop' } }))[0]).toMatchObject({
    repository: { provider: 'jenkins', fullName: 'jenkins/shop/main', url: '' },
  });
});

test('a wait whose beginning is not known says nothing', () => {
  const unknown = notification('QUEUED', 0, { timestamp: 0 });
  expect(jenkins.translate('notification', unknown)).toEqual({ dropped: 'empty notification' });
});

test('older versions write the time as text', () => {
  expect(facts(notification('STARTED', 0, { timestamp: '2026-01-31T09:00:20.0+00:00' }))[0]).toMatchObject({
    startedAt: at(20),
  });
});

test('what is not there is refused by name', () => {
  expect(() => jenkins.translate('notification', {})).toThrow(PayloadError);
  expect(() => facts(notification('STARTED', 0, { url: 'view/all/' }))).toThrow(/build\.url/);
  expect(() => facts(notification('PAUSED', 0))).toThrow(/phase/);
});
