import type { AlertFact } from '@summit/contracts';
import type { AlertState } from './model';

/**
 * What is known of a firing once `fact` was told of it; the same object when that was known. Reports may come in any order: a firing that has
 * ended does not fire again, and of several ends the first counts.
 */
export function tell(known: AlertState, fact: AlertFact, receivedAt: Date): AlertState {
  if (fact.status === 'resolved') {
    const endsAt = endOf(fact, receivedAt);
    return known.endsAt !== null && known.endsAt <= endsAt ? known : { ...known, status: 'resolved', endsAt };
  }
  if (known.status === 'resolved') return known.fired ? known : { ...known, fired: true };
  // Repeated notifications carry the newest value and texts.
  const { labels, annotations, value = known.value } = fact;
  return value === known.value && sameTexts(labels, known.labels) && sameTexts(annotations, known.annotations)
    ? known
    : { ...known, labels, annotations, value };
}

/** A firing that was not heard of before. */
export function firstTold(fact: AlertFact, key: string, id: string, receivedAt: Date): AlertState {
  return {
    id,
    key,
    alertKey: fact.key,
    name: fact.name,
    severity: fact.severity,
    status: fact.status,
    startsAt: new Date(fact.startsAt),
    endsAt: fact.status === 'resolved' ? endOf(fact, receivedAt) : null,
    fired: fact.status === 'firing',
    labels: fact.labels,
    annotations: fact.annotations,
    generatorUrl: fact.generatorUrl ?? null,
    value: fact.value ?? null,
    incidentId: null,
  };
}

/**
 * An alert is in one state at a time: where it fires again, the firing before had ended by then, also when nobody told. Changes `alerts`
 * (by key) in place.
 */
export function endBeforeNext(alerts: Map<string, AlertState>): void {
  const next = new Map<string, number>();
  for (const alert of [...alerts.values()].sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime())) {
    const follower = next.get(alert.alertKey);
    next.set(alert.alertKey, alert.startsAt.getTime());
    if (follower === undefined || (alert.endsAt !== null && alert.endsAt.getTime() < follower)) continue;
    alerts.set(alert.key, { ...alert, status: 'resolved', endsAt: new Date(follower - 1) });
  }
}

/** Never before the start; now, where Grafana does not say. */
function endOf(fact: AlertFact, receivedAt: Date): Date {
  const end = fact.endsAt === undefined ? receivedAt.getTime() : Date.parse(fact.endsAt);
  return new Date(Math.max(end, Date.parse(fact.startsAt)));
}

type Texts = Readonly<Record<string, string>>;

/** Not by their order, which the database does not keep. */
function sameTexts(a: Texts, b: Texts): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && a[name] === b[name]);
}
