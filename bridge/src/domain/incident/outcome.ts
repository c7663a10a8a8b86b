import type { Episode } from './episodes';
import { raiseLines, resolvedLines } from './lines';
import { type AlertState, byStart, type IncidentState, incidentSeverity, isWorse, type TimelineEntry } from './model';
import { servicesOf } from './references';

/** What episodes are settled with. */
export interface Work {
  /** Alerts as they were, by their incident. */
  readonly known: ReadonlyMap<string, readonly AlertState[]>;
  /** Incidents that no episode is told by yet. */
  readonly unclaimed: Set<IncidentState>;
  /** The open incident that stays as it is, whatever its alerts say. */
  readonly kept: IncidentState | null;
  readonly blind: boolean;
  readonly newId: () => string;
}

/** An episode, and the incident that tells it; none for one that was only heard of when it was over. */
export interface Outcome {
  incident: IncidentState | null;
  before: IncidentState | null;
  members: readonly AlertState[];
  entries: readonly TimelineEntry[];
}

/** The incident that tells an episode: one that its alerts belong to, or a new one. */
export function settle(work: Work, { members }: Episode): Outcome {
  const sorted = [...members].sort(byStart);
  const [first] = sorted;
  const before = claim(work, sorted);
  const isTold = before?.handled === true || sorted.some((alert) => alert.fired);
  if (first === undefined || !isTold) return { incident: null, before: null, members, entries: [] };
  if (before) work.unclaimed.delete(before);
  if (before?.handled) return { before, members, ...goOn(work, before, sorted) };
  return { incident: toldBy(work, before, first, sorted), before, members, entries: [] };
}

/** The incident that most of the group's people may know: the open one, else the first. */
function claim(work: Work, members: readonly AlertState[]): IncidentState | null {
  const ids = new Set(members.map((alert) => alert.incidentId));
  const rank = (one: IncidentState): number => (one === work.kept ? 0 : one.status === 'resolved' ? 2 : 1);
  const candidates = [...work.unclaimed].filter(({ id }) => ids.has(id));
  candidates.sort(
    (a, b) => rank(a) - rank(b) || a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1),
  );
  return candidates[0] ?? null;
}

/** An incident that nobody acted on is what its alerts say. */
function toldBy(
  work: Work,
  before: IncidentState | null,
  first: AlertState,
  members: readonly AlertState[],
): IncidentState {
  const isOver = isEnded(members) && !(work.blind && before === work.kept && before !== null);
  return {
    id: before?.id ?? work.newId(),
    ...wordsOf(work, before, first),
    severity: members.reduce((worst, alert) => worse(worst, alert), incidentSeverity(first.severity)),
    status: isOver ? 'resolved' : before && before.status !== 'resolved' ? before.status : 'open',
    createdAt: first.startsAt,
    resolvedAt: isOver ? endOf(members) : null,
    affectedServices: serviceList(members.flatMap(servicesOf)),
    handled: false,
    byHand: false,
  };
}

/** Title and description, of the alert that came first; they stay while that is the same one. */
function wordsOf(
  work: Work,
  before: IncidentState | null,
  first: AlertState,
): Pick<IncidentState, 'title' | 'description'> {
  const wasFirst = before && [...(work.known.get(before.id) ?? [])].sort(byStart)[0];
  if (before && wasFirst?.key === first.key) return { title: before.title, description: before.description };
  const { summary, description, message } = first.annotations;
  return { title: title(summary || first.name), description: description || message || null };
}

/** An incident that somebody works on goes on from where they brought it. */
function goOn(
  work: Work,
  before: IncidentState,
  members: readonly AlertState[],
): { incident: IncidentState; entries: readonly TimelineEntry[] } {
  const joiners = members.filter((alert) => alert.incidentId !== before.id);
  const entries: TimelineEntry[] = [];
  let { severity } = before;
  for (const alert of joiners) {
    entries.push(...raiseLines(before.id, severity, alert));
    severity = worse(severity, alert);
  }
  const isOver = isEnded(members) && !work.blind;
  const incident: IncidentState = {
    ...before,
    severity,
    status: isOver ? 'resolved' : before.status,
    resolvedAt: isOver ? endOf(members) : before.resolvedAt,
    affectedServices: serviceList([...before.affectedServices, ...joiners.flatMap(servicesOf)]),
  };
  if (isOver) entries.push(...resolvedLines(incident, before.status, members.length));
  return { incident, entries };
}

const worse = (severity: IncidentState['severity'], alert: AlertState): IncidentState['severity'] => {
  const other = incidentSeverity(alert.severity);
  return isWorse(other, severity) ? other : severity;
};

const isEnded = (members: readonly AlertState[]): boolean => members.every((alert) => alert.status === 'resolved');

const endOf = (members: readonly AlertState[]): Date =>
  new Date(members.reduce((latest, alert) => Math.max(latest, alert.endsAt?.getTime() ?? 0), 0));

const MAX_TITLE = 300;
/** A list that somebody reads; every service is linked to the incident all the same. */
const MAX_SERVICES = 100;

/** As long as a title may be, and not half a character more. */
const title = (text: string): string =>
  text.length <= MAX_TITLE ? text : `${text.slice(0, MAX_TITLE - 1).replace(/[\ud800-\udbff]$/, '')}…`;

const serviceList = (services: readonly string[]): string[] => [...new Set(services)].sort().slice(0, MAX_SERVICES);
