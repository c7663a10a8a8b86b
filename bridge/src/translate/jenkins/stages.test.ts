import { CiFact } from '@summit/contracts';
import { PayloadError } from '../payload';
import { jenkins } from './index';
import { jenkinsSpans } from './testing/otlp';
import { factsOfTrace } from './trace';

const BEGAN = Date.UTC(2026, 0, 31, 9);
const payload = (stages: unknown[]) => ({
  build: {
    number: 12,
    url: 'job/shop/job/main/12/',
    full_url: 'https://ci.example.org/jenkins/job/shop/job/main/12/',
    remote: 'git@git.example.org:demo/shop.git',
    timestamp: BEGAN,
  },
  stages,
});
const stage = (fields: object) => ({
  id: '11',
  name: 'Build',
  status: 'SUCCESS',
  startTimeMillis: BEGAN + 1000,
  durationMillis: 10_000,
  ...fields,
});
const told = (...stages: unknown[]): CiFact[] => {
  const translation = jenkins.translate('stages', payload(stages));
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact));
};

test('a stage has the id that it has in a trace, so that both are one job', () => {
  const [fact] = told(stage({}));
  const traced = factsOfTrace(jenkinsSpans('pipeline')).find((one) => one.kind === 'job' && one.name === 'Build');
  expect(fact).toMatchObject({
    providerRunId: 'shop:main:12',
    providerJobId: 'shop:main:12:11',
    system: { provider: 'jenkins', host: 'ci.example.org' },
    repository: { fullName: 'demo/shop' },
  });
  expect(traced).toMatchObject({ providerJobId: 'shop:main:12:11', system: fact && Reflect.get(fact, 'system') });
});

test.each([
  ['SUCCESS', { status: 'completed', result: 'success' }],
  ['UNSTABLE', { status: 'completed', result: 'failed' }],
  ['FAILED', { status: 'completed', result: 'failed' }],
  ['ABORTED', { status: 'completed', result: 'cancelled' }],
  ['NOT_EXECUTED', { status: 'completed', result: 'skipped' }],
  ['IN_PROGRESS', { status: 'running', result: null }],
  ['PAUSED_PENDING_INPUT', { status: 'running', result: null }],
  ['SOMETHING_NEW', { status: 'completed', result: 'unknown' }],
])('%s', (status, expected) => {
  expect(told(stage({ status }))[0]).toMatchObject(expected);
});

test('its pause is its wait, and never longer than itself', () => {
  const at = (ms: number): string => new Date(BEGAN + ms).toISOString();
  expect(told(stage({ pauseDurationMillis: 4000 }))[0]).toMatchObject({
    queuedAt: at(1000),
    startedAt: at(5000),
    finishedAt: at(11_000),
    waitedMs: 4000,
  });
  expect(told(stage({ pauseDurationMillis: 99_000 }))[0]).toMatchObject({
    startedAt: at(11_000),
    finishedAt: at(11_000),
  });
});

test('what is no list of stages is refused by name; a build without any says nothing', () => {
  expect(() => told(stage({ id: '../9' }))).toThrow(PayloadError);
  expect(() => jenkins.translate('stages', { stages: [] })).toThrow(/build/);
  expect(jenkins.translate('stages', payload([]))).toEqual({ dropped: 'no stages' });
});
