import type { AlertState } from './model';

/** What else an alert says it is about: an entity of the graph, and why we think so. */
export interface AlertReference {
  /** `issue` is still the id or the short id that the alert names. */
  kind: 'run' | 'deployment' | 'issue' | 'repository' | 'service' | 'environment';
  entityId: string;
  reason: string;
}

/** Labels and annotations that name an entity; see docs/alerts.md. The first of each line is ours, the others are what OTLP metrics carry. */
const names: readonly (readonly [AlertReference['kind'], readonly string[]])[] = [
  ['run', ['summit_run_id']],
  ['deployment', ['summit_deployment_id']],
  ['issue', ['summit_issue_id', 'summit_issue_short_id']],
  ['repository', ['repository', 'vcs_repository_name']],
  ['service', ['service', 'service_name']],
  ['environment', ['environment', 'deployment_environment_name']],
];

type Texts = Pick<AlertState, 'name' | 'labels' | 'annotations'>;

/** Every entity that a label or an annotation of the alert names. */
export function referencesOf(alert: Texts): AlertReference[] {
  const found = new Map<string, AlertReference>();
  for (const [kind, keys] of names) {
    for (const key of keys) {
      const text = valueOf(alert, key);
      if (text === undefined || found.has(`${kind} ${text}`)) continue;
      found.set(`${kind} ${text}`, { kind, entityId: text, reason: `named by ${key} of the alert ${alert.name}` });
    }
  }
  return [...found.values()];
}

export const servicesOf = (alert: Texts): string[] =>
  referencesOf(alert).flatMap((reference) => (reference.kind === 'service' ? [reference.entityId] : []));

/** The repository that the alert names, if it does. */
export const repositoryOfAlert = (alert: Texts): string | null =>
  referencesOf(alert).find((reference) => reference.kind === 'repository')?.entityId ?? null;

const MAX_LENGTH = 200;

function valueOf(alert: Texts, key: string): string | undefined {
  const text = (alert.labels[key] ?? alert.annotations[key] ?? '').trim();
  // What a template could not fill in.
  return text === '' || text === '[no value]' || text === '<no value>' || text.length > MAX_LENGTH ? undefined : text;
}
