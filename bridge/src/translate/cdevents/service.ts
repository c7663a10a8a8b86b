import type { DeploymentFact, DeploymentState } from '@summit/contracts';
import { z } from 'zod';
import type { Translation } from '../ci';
import { dropUndefined, isProduction, OptionalName, OptionalText } from '../fields';
import { plainId } from '../ids';
import { parsePayload } from '../payload';
import { originOf } from './artifact';
import { cdEventOf, namedRepository, Reference, systemOf } from './event';

const Service = cdEventOf(
  z.object({ environment: Reference.extend({ name: OptionalName }), artifactId: OptionalText }),
);

/** A map, not an object: a word from outside must not find what every object inherits. */
const states: ReadonlyMap<string, DeploymentState> = new Map([
  ['deployed', 'success'],
  ['upgraded', 'success'],
  ['rolledback', 'success'],
  ['published', 'success'],
  ['removed', 'inactive'],
]);
/** These end something and are no deployment of their own: they must say of which. */
const aftermath: ReadonlySet<string> = new Set(['published', 'removed']);

/**
 * A service in an environment is a deployment, if it is known of which commit: by the artifact, or by what the sender adds. The specification has no id of
 * a deployment, so each event is one of its own unless the sender gives it an id.
 */
export function translateService(predicate: string, payload: unknown): Translation {
  const { context, subject, customData } = parsePayload(Service, payload, `CDEvents service.${predicate}`).data;
  const { environment, artifactId } = subject.content;
  if (aftermath.has(predicate) && customData.deployment === undefined) return { dropped: 'no deployment' };
  const origin = originOf(artifactId);
  const repository = namedRepository(customData) ?? origin.repository;
  const sha = customData.sha ?? origin.sha;
  if (!repository || sha === undefined) return { dropped: 'no commit' };
  const name = environment.name ?? environment.id;
  const fact: DeploymentFact = {
    kind: 'deployment',
    repository,
    system: systemOf(context.source),
    providerDeploymentId: plainId(customData.deployment ?? context.id),
    environment: name,
    production: isProduction(name),
    sha,
    ref: customData.branch ?? origin.version,
    task: predicate === 'rolledback' ? 'rollback' : undefined,
    state: states.get(predicate) ?? 'pending',
    createdAt: context.timestamp,
    updatedAt: context.timestamp,
  };
  return { facts: [dropUndefined(fact)] };
}
