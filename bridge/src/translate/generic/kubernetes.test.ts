import { CiFact } from '@summit/contracts';
import { deploymentIdOfFact } from '../../domain/run';
import { PayloadError } from '../payload';
import { generic } from './index';

type Json = Record<string, unknown>;
const SHA = '731f7eaddfb6af01cb2173e18f0f75b0ba780ef1';
const UID = '5e2f1c1e-6b7e-4a55-9a87-0a4c0f7d2a11';
const source = 'https://github.com/demo/shop';

interface Told {
  revision?: string;
  condition?: Json | null;
  template?: Json;
  labels?: Json;
  kind?: string;
  generation?: number;
}

/** In the shape of apps/v1, as kubectl prints it. */
const object = (told: Told = {}): Json => ({
  apiVersion: 'apps/v1',
  kind: told.kind ?? 'Deployment',
  metadata: {
    annotations: { 'deployment.kubernetes.io/revision': told.revision ?? '3' },
    creationTimestamp: '2026-01-01T09:00:00Z',
    generation: told.generation ?? 7,
    labels: told.labels ?? { 'app.kubernetes.io/version': '1.4.0' },
    name: 'web',
    namespace: 'production',
    resourceVersion: '812345',
    uid: UID,
  },
  spec: {
    progressDeadlineSeconds: 600,
    replicas: 3,
    strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' },
    template: {
      metadata: {
        annotations: told.template ?? {
          'org.opencontainers.image.source': source,
          'org.opencontainers.image.revision': SHA,
        },
        labels: { app: 'web' },
      },
      spec: { containers: [{ image: 'registry.example.org/web:1.4.0', name: 'web' }] },
    },
  },
  status: {
    availableReplicas: 3,
    conditions: [
      { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', lastUpdateTime: '2026-01-01T09:01:00Z' },
      ...(told.condition === null
        ? []
        : [
            {
              type: 'Progressing',
              status: 'True',
              reason: 'NewReplicaSetAvailable',
              message: 'ReplicaSet "web-5d8" has successfully progressed.',
              lastTransitionTime: '2026-01-01T09:00:00Z',
              lastUpdateTime: '2026-01-31T09:02:00Z',
              ...told.condition,
            },
          ]),
    ],
    observedGeneration: 7,
    replicas: 3,
    updatedReplicas: 3,
  },
});
const list = (...items: Json[]): Json => ({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } });
const translate = (payload: unknown) => generic.translate('kubernetes', payload);
const facts = (payload: unknown): readonly CiFact[] => {
  const translation = translate(payload);
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact));
};

test('a rollout that came through is a deployment of the commit that its template names', () => {
  expect(facts(list(object()))).toEqual([
    {
      kind: 'deployment',
      repository: { provider: 'github', fullName: 'demo/shop', url: source },
      system: { provider: 'kubernetes', host: '' },
      providerDeploymentId: `${UID}:3:${SHA}`,
      environment: 'production',
      production: true,
      sha: SHA,
      state: 'success',
      service: 'web',
      version: '1.4.0',
      strategy: 'rolling',
      createdAt: '2026-01-31T09:02:00.000Z',
      updatedAt: '2026-01-31T09:02:00.000Z',
    },
  ]);
});

test.each([
  ['True', 'ReplicaSetUpdated', 'in_progress'],
  ['True', 'NewReplicaSetCreated', 'in_progress'],
  ['Unknown', 'DeploymentPaused', 'in_progress'],
  ['False', 'ProgressDeadlineExceeded', 'failure'],
  ['False', 'ReplicaSetCreateError', 'failure'],
])('%s because of %s is %s', (status, reason, state) => {
  expect(facts(object({ condition: { status, reason } }))[0]).toMatchObject({ state });
});

test('told each minute it is one; gone back, another; of the same commit rolled out again, another', () => {
  const id = (told: Told): string => {
    const [fact] = facts(object(told));
    if (fact?.kind !== 'deployment') throw new Error('no deployment');
    return deploymentIdOfFact(fact);
  };
  expect(id({})).toBe(`kubernetes-${UID}:3:${SHA}`);
  expect(id({ condition: { reason: 'ReplicaSetUpdated' } })).toBe(id({}));
  const older = { 'org.opencontainers.image.source': source, 'org.opencontainers.image.revision': 'c0ffee0' };
  expect(new Set([id({}), id({ revision: '4' }), id({ revision: '4', template: older })]).size).toBe(3);
});

test('where it goes says an annotation or a label, else the namespace', () => {
  const environment = (more: Json, labels: Json = {}) =>
    facts(
      object({
        labels,
        template: { 'org.opencontainers.image.source': source, 'org.opencontainers.image.revision': SHA, ...more },
      }),
    )[0];
  expect(environment({ 'deployment.environment.name': 'staging' })).toMatchObject({
    environment: 'staging',
    production: false,
  });
  expect(environment({}, { environment: 'eu' })).toMatchObject({ environment: 'eu' });
  expect(environment({})).toMatchObject({ environment: 'production', production: true });
});

test('of a list those that say their commit', () => {
  const bare = object({ template: {} });
  expect(facts(list(bare, object(), { kind: 'ReplicaSet' }, object({ kind: 'StatefulSet' })))).toHaveLength(1);
});

test.each([
  ['no commit', object({ template: {} }), 'no commit'],
  [
    'a commit that is none',
    object({ template: { 'org.opencontainers.image.source': source, 'org.opencontainers.image.revision': 'main' } }),
    'no commit',
  ],
  ['what the controller has not seen yet', object({ generation: 8 }), 'no commit'],
  ['no progress, as of a paused one', object({ condition: null }), 'no commit'],
  ['other kinds', list({ kind: 'Pod' }), 'not a deployment'],
  ['an empty list', list(), 'not a deployment'],
])('%s: left alone', (_, payload, dropped) => {
  expect(translate(payload)).toEqual({ dropped });
});

test('what is no object of Kubernetes is refused', () => {
  expect(() => translate({ kind: 'Deployment', apiVersion: 'apps/v1' })).toThrow(PayloadError);
  expect(() => translate({ items: 'many', kind: 7 })).toThrow(PayloadError);
});
