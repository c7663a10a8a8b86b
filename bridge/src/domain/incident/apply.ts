import { changeOf, type GroupChange, type GroupState } from './change';
import { episodesOf } from './episodes';
import { type AlertState, byIncident, firingKey, type IncidentState, type Notification } from './model';
import { settle, type Work } from './outcome';
import { endBeforeNext, firstTold, tell } from './tell';

/**
 * Notifications applied to their group. Incidents are the times in which alerts of the group fired without a pause, so that they follow from
 * what was told and not from the order in which it came: late news may lengthen an incident, open it again, join two or part one. A time of
 * which only ends were ever told opens nothing. What people acted on is not parted or joined to another; once it is resolved it is theirs.
 */
export function applyNotifications(
  known: GroupState,
  notifications: readonly Notification[],
  newId: () => string,
): GroupChange {
  const alerts = new Map(known.alerts.map((alert) => [alert.key, alert]));
  const news = notifications.map((one) => tellAll(alerts, one, newId));
  endBeforeNext(alerts);

  const last = notifications.at(-1);
  // Of those that were left out some may fire still.
  const blind = last !== undefined && last.status === 'firing' && last.truncatedAlerts + last.unreadable.count > 0;
  const settled = new Set(known.incidents.filter(isSettled).map(({ id }) => id));
  const current = known.incidents.filter(({ id }) => !settled.has(id));
  const kept = current.find((one) => one.status !== 'resolved' && (one.handled || blind)) ?? null;
  const folded = [...alerts.values()].filter(({ incidentId }) => incidentId === null || !settled.has(incidentId));

  const work: Work = { known: byIncident(known.alerts), unclaimed: new Set(current), kept, blind, newId };
  const outcomes = episodesOf(folded, kept).map((episode) => settle(work, episode));
  for (const { incident, members } of outcomes)
    for (const alert of members)
      if (alert.incidentId !== (incident?.id ?? null))
        alerts.set(alert.key, { ...alert, incidentId: incident?.id ?? null });
  return changeOf({ known, alerts, news, outcomes, work, settled, notifications });
}

/** Somebody resolved it, or it is somebody's own. */
const isSettled = (incident: IncidentState): boolean =>
  incident.byHand || (incident.handled && incident.status === 'resolved');

function tellAll(alerts: Map<string, AlertState>, told: Notification, newId: () => string): number {
  let news = 0;
  for (const fact of told.alerts) {
    const key = firingKey(fact);
    const before = alerts.get(key);
    const after = before ? tell(before, fact, told.receivedAt) : firstTold(fact, key, newId(), told.receivedAt);
    if (after === before) continue;
    alerts.set(key, after);
    news += 1;
  }
  return news;
}
