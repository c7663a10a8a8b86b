import { applyNotifications, type GroupChange, type Notification } from '../../domain/incident';
import { translateGrafana } from '../../translate/grafana';
import type { DigestContext, Handler, InboxItem } from '../context';
import { countItem } from '../shared/count';
import { asBadInput, jsonOf } from '../shared/decode';
import { keyOf } from '../shared/bulk';
import { lockEntities } from '../shared/lock';
import { randomUUID } from 'node:crypto';
import { linkIncidents } from './links';
import { readGroups } from './read';
import { storeChanges } from './store';

/** All notifications of one group in a batch, in the order of receipt. */
export interface GroupNews {
  tenant: string;
  groupKey: string;
  notifications: Notification[];
}

/** What a batch changed in one group. */
export interface TenantChange extends GroupChange {
  tenant: string;
  groupKey: string;
}

/**
 * All effects of a batch of Grafana's alert notifications: alerts, the incidents they open, join and resolve, their timelines, and what the
 * incidents have to do with. Each group is locked, read, folded with its notifications, and written back.
 */
export const digestGrafana: Handler = async (tx, items, context) => {
  const groups = new Map<string, GroupNews>();
  for (const item of items) read(item, groups, context);
  await lockEntities(
    tx,
    [...groups.keys()].map((key) => keyOf('incident group', key)),
  );
  const states = await readGroups(tx, [...groups.values()]);
  const changes = [...groups].map(([key, { tenant, groupKey, notifications }]): TenantChange => {
    const known = states.get(key) ?? { incidents: [], alerts: [] };
    const change = applyNotifications(known, notifications, randomUUID);
    notifications.forEach((one, n) => countAlerts(context, tenant, one, change.news[n] ?? 0));
    return { ...change, tenant, groupKey };
  });
  await storeChanges(tx, changes, context);
  await linkIncidents(tx, changes);
};

function read(item: InboxItem, groups: Map<string, GroupNews>, context: DigestContext): void {
  const { tenant, receivedAt } = item;
  const { groupKey, ...told } = asBadInput(() => translateGrafana(jsonOf(item)));
  if (told.alerts.length === 0) {
    countItem(context, { tenant, source: 'grafana' }, 'notification', 'received', 1);
    countItem(context, { tenant, source: 'grafana' }, 'notification', 'dropped', 1, 'no alerts');
  }
  const key = keyOf(tenant, groupKey);
  const group = groups.get(key) ?? { tenant, groupKey, notifications: [] };
  groups.set(key, group);
  group.notifications.push({ ...told, receivedAt });
}

function countAlerts(context: DigestContext, tenant: string, { alerts, unreadable }: Notification, news: number): void {
  countItem(context, { tenant, source: 'grafana' }, 'alert', 'received', alerts.length + unreadable.count);
  countItem(context, { tenant, source: 'grafana' }, 'alert', 'stored', news);
  countItem(context, { tenant, source: 'grafana' }, 'alert', 'deduplicated', alerts.length - news);
  countItem(context, { tenant, source: 'grafana' }, 'alert', 'dropped', unreadable.count, 'unreadable');
}
