import { CiFact } from '@summit/contracts';
import examples from '@octokit/webhooks-examples';
import { github } from './index';

type Json = Record<string, unknown>;

const recorded = (): Json => {
  const [payload] = examples.flatMap(({ name, examples: payloads }) => (name === 'deployment_review' ? payloads : []));
  return { ...structuredClone(payload) };
};
const factsOf = (event: string, payload: Json): readonly CiFact[] => {
  const translated = github.translate(event, payload);
  return 'facts' in translated ? translated.facts.map((fact) => CiFact.parse(fact)) : [];
};
const job = (environment: string, updated_at: string): Json => ({
  id: 1,
  name: 'deploy',
  status: 'waiting',
  conclusion: null,
  html_url: 'https://github.com/demo/shop/actions/runs/1/jobs/1',
  created_at: '2023-07-04T09:28:11Z',
  updated_at,
  environment,
});
const grace = { login: 'grace', id: 7, type: 'User' };

describe('deployment_review', () => {
  test('a recorded request says who asked whom, for which run and environment', () => {
    expect(factsOf('deployment_review', recorded())).toEqual([
      expect.objectContaining({
        kind: 'approval',
        gate: 'review',
        decision: 'requested',
        environment: 'TST',
        providerRunId: '5453085689-1',
        asked: ['admins'],
        at: '2023-07-04T09:28:15.000Z',
        url: 'https://github.com/terraform-test-github/sample-app/actions/runs/5453085689',
      }),
    ]);
  });

  // In the shape of GitHub's schema: of decisions nothing is recorded anywhere.
  const decided = (action: string): Json => {
    const { workflow_job_run: _job, environment: _environment, requestor: _requestor, ...rest } = recorded();
    return {
      ...rest,
      action,
      approver: grace,
      comment: 'after lunch',
      workflow_job_runs: [
        job('TST', '2023-07-04T09:40:00Z'),
        job('eu', '2023-07-04T09:40:10Z'),
        job('eu', '2023-07-04T09:40:20Z'),
      ],
    };
  };

  test.each(['approved', 'rejected'])('%s by whom, with what words, once for each environment', (action) => {
    const facts = factsOf('deployment_review', decided(action));
    expect(facts.map((fact) => fact.kind === 'approval' && fact.environment)).toEqual(['TST', 'eu']);
    expect(facts[0]).toMatchObject({
      decision: action,
      actor: { name: 'grace' },
      comment: 'after lunch',
      at: '2023-07-04T09:40:20.000Z',
    });
  });

  test('who decided without being named sent it', () => {
    const [fact] = factsOf('deployment_review', { ...decided('approved'), approver: null, sender: grace });
    expect(fact).toMatchObject({ actor: { name: 'grace' } });
  });

  test.each([
    ['a run that is gone', { workflow_run: null }],
    ['a word of tomorrow', { action: 'snoozed' }],
    ['no environment', { environment: undefined, workflow_job_run: null }],
  ])('%s is nothing', (_, change) => {
    expect(github.translate('deployment_review', { ...recorded(), ...change })).toEqual({
      dropped: 'empty deployment_review',
    });
  });

  test('of a server of one’s own', () => {
    const payload = recorded();
    const repository = { full_name: 'demo/shop', html_url: 'https://git.example.org/demo/shop' };
    expect(factsOf('deployment_review', { ...payload, repository })[0]).toMatchObject({
      system: { provider: 'github', host: 'git.example.org' },
    });
  });
});

describe('deployment_protection_rule', () => {
  const asked = (more: Json = {}): Json => ({
    action: 'requested',
    environment: 'production',
    event: 'push',
    deployment_callback_url:
      'https://api.github.com/repos/demo/shop/actions/runs/5453085689/deployment_protection_rule',
    deployment: { id: 42, environment: 'production', created_at: '2023-07-04T09:28:11Z', updated_at: null },
    repository: { full_name: 'demo/shop', html_url: 'https://github.com/demo/shop' },
    sender: grace,
    ...more,
  });

  test('a program was asked about a deployment', () => {
    expect(factsOf('deployment_protection_rule', asked())).toEqual([
      expect.objectContaining({
        gate: 'rule',
        decision: 'requested',
        providerDeploymentId: '42',
        environment: 'production',
        at: '2023-07-04T09:28:11.000Z',
      }),
    ]);
  });

  test('without a deployment it is about nothing', () => {
    expect(factsOf('deployment_protection_rule', asked({ deployment: undefined }))).toEqual([]);
  });
});
