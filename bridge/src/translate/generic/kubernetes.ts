import type { DeploymentFact, DeploymentState } from '@summit/contracts';
import { z } from 'zod';
import type { Translation } from '../ci';
import { dropUndefined, isProduction, MAX_NAME, Name, OptionalName } from '../fields';
import { plainId } from '../ids';
import { parsePayload } from '../payload';
import { repositoryAt } from '../repository';
import { cut } from '../text';
import { OptionalTimeText } from '../time';

/**
 * Deployments of Kubernetes as `kubectl get deployments -o json` prints them: how far each rollout is. Which commit it is of says its template, in the
 * annotations that images have for that. Of the other kinds no status says when something was so.
 */

const Notes = z
  .record(z.string().max(300), OptionalName)
  .nullish()
  .catch(undefined)
  .transform((notes) => new Map(Object.entries(notes ?? {})));
const Described = z.object({ annotations: Notes, labels: Notes });

const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: OptionalName,
  lastUpdateTime: OptionalTimeText,
  lastTransitionTime: OptionalTimeText,
});

const Deployment = z.object({
  metadata: Described.extend({
    name: Name,
    namespace: OptionalName,
    uid: z.string().min(1).max(100),
    generation: z.number().optional().catch(undefined),
  }),
  spec: z.object({
    strategy: z.object({ type: OptionalName }).nullish().catch(undefined),
    template: z.object({ metadata: Described.nullish().catch(undefined) }),
  }),
  status: z.object({
    observedGeneration: z.number().optional().catch(undefined),
    conditions: z.array(Condition).nullish(),
  }),
});
type Deployment = z.output<typeof Deployment>;

const MOST = 1000;
const OfAnyKind = z.looseObject({ kind: z.string() });
const Payload = z.union([
  z.object({ items: z.array(OfAnyKind).max(MOST) }),
  OfAnyKind.transform((one) => ({ items: [one] })),
]);

/** A deployment for each rollout that says its commit. */
export function translateKubernetes(payload: unknown): Translation {
  const { items } = parsePayload(Payload, payload, 'Kubernetes');
  // Lists of one kind leave it out of their items in some clients, but not in kubectl.
  const objects = items.filter(({ kind }) => kind === 'Deployment');
  const facts = objects
    .map((object) => factOf(parsePayload(Deployment, object, 'Kubernetes Deployment')))
    .filter((fact) => fact !== undefined);
  if (facts.length > 0) return { facts };
  return { dropped: objects.length > 0 ? 'no commit' : 'not a deployment' };
}

/** What its template says counts for more than what it says itself: with the template a rollout goes back. */
function said({ metadata, spec }: Deployment, ...names: string[]): string | undefined {
  const sources = [
    spec.template.metadata?.annotations,
    spec.template.metadata?.labels,
    metadata.annotations,
    metadata.labels,
  ];
  return names.flatMap((name) => sources.map((source) => source?.get(name))).find((value) => value !== undefined);
}

const strategies: ReadonlyMap<string, string> = new Map([
  ['RollingUpdate', 'rolling'],
  ['Recreate', 'recreate'],
]);

function factOf(object: Deployment): DeploymentFact | undefined {
  const repository = repositoryAt(said(object, 'org.opencontainers.image.source'));
  const sha = /^[0-9a-f]{7,64}$/.exec(said(object, 'org.opencontainers.image.revision')?.toLowerCase() ?? '')?.[0];
  const standing = standingOf(object);
  if (!repository || sha === undefined || !standing) return undefined;
  const { name, namespace, uid, annotations } = object.metadata;
  const environment = cut(said(object, 'deployment.environment.name', 'environment') ?? namespace ?? name, MAX_NAME);
  const revision = annotations.get('deployment.kubernetes.io/revision') ?? '';
  return dropUndefined<DeploymentFact>({
    kind: 'deployment',
    repository,
    // The uid of an object is its own in all the world; names repeat from cluster to cluster.
    system: { provider: 'kubernetes', host: '' },
    providerDeploymentId: plainId(`${uid}:${revision}:${sha}`),
    environment,
    production: isProduction(environment),
    sha,
    state: standing.state,
    service: said(object, 'app.kubernetes.io/name') ?? name,
    version: said(object, 'org.opencontainers.image.version', 'app.kubernetes.io/version'),
    strategy: strategies.get(object.spec.strategy?.type ?? ''),
    createdAt: standing.at,
    updatedAt: standing.at,
  });
}

/** How far the rollout is, and since when. Until the controller has seen what was asked for, its conditions are of the rollout before. */
function standingOf({ metadata, status }: Deployment): { state: DeploymentState; at: string } | undefined {
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return undefined;
  const progress = status.conditions?.find(({ type }) => type === 'Progressing');
  const at = progress?.lastUpdateTime ?? progress?.lastTransitionTime;
  if (!progress || at === undefined) return undefined;
  if (progress.status === 'False') return { state: 'failure', at };
  return { state: progress.reason === 'NewReplicaSetAvailable' ? 'success' : 'in_progress', at };
}
