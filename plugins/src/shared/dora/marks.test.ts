import type { DoraDeployment } from '@summit/contracts';
import { marksOf } from './marks';

const deployment = (id: string, finishedAt: string, failure: DoraDeployment['failure'] = null): DoraDeployment => ({
  id,
  repository: 'demo/shop',
  environment: 'production',
  production: true,
  commit: 'a1b2c3d4',
  finishedAt,
  kind: 'deploy',
  previousId: null,
  shipped: 1,
  failure,
  rework: null,
  approvalWaitMs: null,
});

test('a deployment is marked once, and its failure with its time, oldest first', () => {
  const failed = deployment('2', '2026-01-02T00:00:00Z', {
    confidence: 'named',
    incidentIds: [],
    failedAt: '2026-01-02T01:00:00Z',
    recoveredAt: null,
  });
  expect(
    marksOf([deployment('3', '2026-01-03T00:00:00Z'), failed], [failed]).map(({ kind, id }) => [kind, id]),
  ).toEqual([
    ['deployment', '2'],
    ['failure', '2'],
    ['deployment', '3'],
  ]);
});
