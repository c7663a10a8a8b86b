import type { DeploymentFact, DeploymentState } from '@summit/contracts';
import { z } from 'zod';
import type { Translation } from '../ci';
import { dropUndefined, isProduction, MAX_NAME, Name, OptionalName, OptionalText } from '../fields';
import { plainId } from '../ids';
import { parsePayload } from '../payload';
import { repositoryAt } from '../repository';
import { cut } from '../text';
import { TimeText } from '../time';

/**
 * Events of Flux, as its providers `generic` and `generic-hmac` send them: what a Kustomization or HelmRelease made of a commit. The repository is in
 * no event of its own accord; the alert adds it (`eventMetadata`).
 */
const FluxEvent = z.object({
  involvedObject: z.object({ kind: z.string(), namespace: OptionalName, name: Name, uid: OptionalName }),
  timestamp: TimeText,
  reason: z.string(),
  reportingController: OptionalName,
  metadata: z
    .record(z.string().max(200), OptionalText)
    .nullish()
    .catch(undefined)
    .transform((metadata) => new Map(Object.entries(metadata ?? {}))),
});
type FluxEvent = z.output<typeof FluxEvent>;

/** Maps, not objects: a word from outside must not find what every object inherits. */
const states: ReadonlyMap<string, DeploymentState> = new Map([
  ['Progressing', 'in_progress'],
  ['ReconciliationSucceeded', 'success'],
  ['InstallSucceeded', 'success'],
  ['UpgradeSucceeded', 'success'],
  ['RollbackSucceeded', 'success'],
  ['ReconciliationFailed', 'failure'],
  ['HealthCheckFailed', 'failure'],
  ['BuildFailed', 'failure'],
  ['PruneFailed', 'failure'],
  ['InstallFailed', 'failure'],
  ['UpgradeFailed', 'failure'],
  ['TestFailed', 'failure'],
  ['RollbackFailed', 'failure'],
]);
const kinds: ReadonlySet<string> = new Set(['Kustomization', 'HelmRelease']);

/** A deployment for each commit that an object was brought to. */
export function translateFlux(payload: unknown): Translation {
  const event = parsePayload(FluxEvent, payload, 'Flux event');
  const state = states.get(event.reason);
  if (state === undefined || !kinds.has(event.involvedObject.kind)) return { dropped: 'not a deployment' };
  const sha = shaOf(event);
  if (sha === undefined) return { dropped: 'no commit' };
  const repository = repositoryAt(said(event, 'repository'));
  if (!repository) return { dropped: 'no repository' };
  const { kind, namespace, name, uid } = event.involvedObject;
  const cluster = said(event, 'cluster');
  const environment = cut(said(event, 'environment') ?? cluster ?? namespace ?? name, MAX_NAME);
  const fact: DeploymentFact = {
    kind: 'deployment',
    repository,
    // The id of an object is its own in all the world; names repeat from cluster to cluster.
    system: { provider: 'flux', host: '' },
    providerDeploymentId: plainId(`${uid ?? [cluster, namespace, kind, name].join('/')}:${sha}`),
    environment,
    production: isProduction(environment),
    sha,
    ref: /^(?:refs\/heads\/)?([^@]+)@/.exec(said(event, 'revision') ?? '')?.[1],
    task: event.reason.startsWith('Rollback') ? 'rollback' : undefined,
    state,
    createdAt: event.timestamp,
    updatedAt: event.timestamp,
  };
  return { facts: [dropUndefined(fact)] };
}

/** What Flux says itself has the group of the reporting kind before it in some versions: `kustomize.toolkit.fluxcd.io/revision`. */
function said({ metadata }: FluxEvent, key: string): string | undefined {
  const exact = metadata.get(key);
  if (exact !== undefined) return exact;
  return [...metadata].find(([name, value]) => name.endsWith(`.toolkit.fluxcd.io/${key}`) && value !== undefined)?.[1];
}

/** `main@sha1:731f7ead…`, before version 2 `main/731f7ead…`; of what an artifact was made of, `originRevision` says the same. */
function shaOf(event: FluxEvent): string | undefined {
  const revisions = [said(event, 'commit'), said(event, 'originRevision'), said(event, 'revision')];
  return revisions
    .map((text) => /(?:^|sha1:|\/)([0-9a-f]{40})$/.exec(text ?? '')?.[1])
    .find((sha) => sha !== undefined);
}
