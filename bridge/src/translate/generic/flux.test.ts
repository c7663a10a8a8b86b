import { CiFact } from '@summit/contracts';
import { PayloadError } from '../payload';
import { generic } from './index';

type Json = Record<string, unknown>;
const SHA = '731f7eaddfb6af01cb2173e18f0f75b0ba780ef1';

/** In the shape that Flux' notification controller sends to providers of the types `generic` and `generic-hmac`. */
const event = (reason: string, metadata: Json = {}, more: Json = {}): Json => ({
  involvedObject: {
    kind: 'Kustomization',
    namespace: 'flux-system',
    name: 'shop',
    uid: '7d0cdc51-ddcf-4743-b223-83ca5c699632',
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    resourceVersion: '1',
  },
  severity: 'info',
  timestamp: '2026-01-31T09:00:00Z',
  message: 'Reconciliation finished',
  reason,
  metadata: {
    revision: `main@sha1:${SHA}`,
    repository: 'https://github.com/demo/shop',
    environment: 'production',
    ...metadata,
  },
  reportingController: 'kustomize-controller',
  reportingInstance: 'kustomize-controller-1',
  ...more,
});
const translate = (payload: unknown) => generic.translate('flux', payload);
const facts = (payload: unknown): readonly CiFact[] => {
  const translation = translate(payload);
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact));
};

test('an object that was brought to a commit is a deployment', () => {
  expect(facts(event('ReconciliationSucceeded'))).toEqual([
    {
      kind: 'deployment',
      repository: { provider: 'github', fullName: 'demo/shop', url: 'https://github.com/demo/shop' },
      system: { provider: 'flux', host: '' },
      providerDeploymentId: `7d0cdc51-ddcf-4743-b223-83ca5c699632:${SHA}`,
      environment: 'production',
      production: true,
      sha: SHA,
      ref: 'main',
      state: 'success',
      createdAt: '2026-01-31T09:00:00.000Z',
      updatedAt: '2026-01-31T09:00:00.000Z',
    },
  ]);
});

test.each([
  ['Progressing', 'in_progress'],
  ['UpgradeSucceeded', 'success'],
  ['HealthCheckFailed', 'failure'],
])('%s is %s', (reason, state) => {
  expect(facts(event(reason))[0]).toMatchObject({ state });
});

test.each([
  ['main/<sha>', { revision: `main/${SHA}` }],
  ['the sha alone', { revision: `sha1:${SHA}` }],
  ['what a chart was made of', { revision: '1.2.3', originRevision: `main@sha1:${SHA}` }],
  ['the key of its controller', { revision: undefined, 'kustomize.toolkit.fluxcd.io/revision': `main@sha1:${SHA}` }],
])('the commit as %s', (_form, metadata) => {
  expect(facts(event('ReconciliationSucceeded', metadata))[0]).toMatchObject({ sha: SHA });
});

test.each([
  ['a revision that is no commit', event('UpgradeSucceeded', { revision: '1.2.3' }), 'no commit'],
  ['the digest of an image', event('UpgradeSucceeded', { revision: `latest@sha256:${'a'.repeat(64)}` }), 'no commit'],
  ['no repository', event('UpgradeSucceeded', { repository: undefined }), 'no repository'],
  ['something else that happened', event('DependencyNotReady'), 'not a deployment'],
  [
    'something else of Flux',
    event('Progressing', {}, { involvedObject: { kind: 'GitRepository', name: 'x' } }),
    'not a deployment',
  ],
  ['no metadata', event('UpgradeSucceeded', {}, { metadata: null }), 'no commit'],
])('%s says nothing', (_name, payload, dropped) => {
  expect(translate(payload)).toEqual({ dropped });
});

test('clusters are told apart by the cluster’s name where objects have no uid', () => {
  const nameless = { involvedObject: { kind: 'HelmRelease', namespace: 'shop', name: 'shop' } };
  const ids = ['a', 'b'].map((cluster) => {
    const [fact] = facts(event('UpgradeSucceeded', { cluster }, nameless));
    return fact?.kind === 'deployment' ? fact.providerDeploymentId : '';
  });
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^[\w.:~-]+$/);
});

test.each([[{}], [null], [{ involvedObject: 7 }], [event('Progressing', {}, { timestamp: 'soon' })]])(
  'what is not as Flux sends it is refused by name',
  (payload) => {
    expect(() => translate(payload)).toThrow(PayloadError);
  },
);

test('an environment of any length is a key that an index takes, and no half of a character', () => {
  const [fact] = facts(event('ReconciliationSucceeded', { environment: `${'e'.repeat(499)}💥${'e'.repeat(3000)}` }));
  expect(fact).toMatchObject({ environment: 'e'.repeat(499) });
});
