import type { DeploymentFact } from '@summit/contracts';
import fc from 'fast-check';
import { foldDeployment, type DeploymentState } from './index';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 31, 9, 0, seconds)).toISOString();

const report = (
  state: DeploymentFact['state'],
  seconds: number,
  fields: Partial<DeploymentFact> = {},
): DeploymentFact => ({
  kind: 'deployment',
  repository: { provider: 'github', fullName: 'demo/shop', url: 'https://github.com/demo/shop' },
  providerDeploymentId: '55',
  environment: 'production',
  production: true,
  sha: 'a'.repeat(40),
  state,
  createdAt: at(0),
  updatedAt: at(seconds),
  ...fields,
});

const fold = (...facts: readonly DeploymentFact[]): DeploymentState | undefined =>
  facts.reduce<DeploymentState | undefined>(foldDeployment, undefined);

test('the life of a deployment: it ends once, and stays ended when another replaces it', () => {
  const life = [report('pending', 0), report('in_progress', 5), report('success', 60), report('inactive', 600)];
  expect(fold(...life)).toMatchObject({ state: 'inactive', result: 'success', finishedAt: new Date(at(60)) });
  expect(fold(...life.slice(0, 2))).toMatchObject({ state: 'in_progress', result: null, finishedAt: null });
});

test('of two reports of one second the further one is the newer', () => {
  expect(fold(report('success', 0), report('pending', 0))).toMatchObject({ state: 'success' });
  expect(fold(report('in_progress', 5), report('pending', 5))).toMatchObject({ state: 'in_progress' });
});

test('the run that a report names is kept', () => {
  expect(fold(report('success', 9, { providerRunId: '1001-2' }), report('inactive', 60))?.runId).toBe('github-1001-2');
  // Of another system than its own, by its whole id.
  expect(fold(report('success', 9, { runId: 'jenkins-shop-7-1' }), report('inactive', 60))?.runId).toBe(
    'jenkins-shop-7-1',
  );
});

test('what one report says of it stays, whatever others leave out, in any order', () => {
  const said = report('in_progress', 5, {
    service: 'web',
    version: '1.4.0',
    strategy: 'canary',
    region: 'eu-1',
    task: 'rollback',
  });
  for (const facts of [
    [said, report('success', 60)],
    [report('success', 60), said],
  ])
    expect(fold(...facts)).toMatchObject({
      state: 'success',
      service: 'web',
      version: '1.4.0',
      strategy: 'canary',
      region: 'eu-1',
      task: 'rollback',
    });
});

test('a report that says nothing new gives back the same object', () => {
  const known = fold(report('pending', 0), report('success', 60));
  expect(known && foldDeployment(known, report('pending', 0))).toBe(known);
  expect(known && foldDeployment(known, report('success', 60))).toBe(known);
});

test('any order and repetition of reports: the same deployment', () => {
  const fact = fc
    .record({
      state: fc.constantFrom<DeploymentFact['state']>(
        'pending',
        'queued',
        'in_progress',
        'success',
        'failure',
        'error',
        'inactive',
      ),
      seconds: fc.integer({ min: 0, max: 5 }),
      url: fc.option(fc.constantFrom('https://a.example.org', 'https://b.example.org'), { nil: undefined }),
      run: fc.option(fc.constantFrom('1-1', '1-2'), { nil: undefined }),
      actor: fc.option(fc.constantFrom('sam', 'kim'), { nil: undefined }),
    })
    .map(({ state, seconds, url, run, actor }) =>
      report(state, seconds, { url, providerRunId: run, actor: actor === undefined ? undefined : { name: actor } }),
    );
  const shuffled = fc
    .array(fact, { minLength: 1, maxLength: 8 })
    .chain((facts) =>
      fc.tuple(fc.constant(facts), fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 })),
    );
  fc.assert(
    fc.property(shuffled, ([told, again]) => {
      expect(fold(...again)).toEqual(fold(...told));
    }),
    { numRuns: 1000 },
  );
});
