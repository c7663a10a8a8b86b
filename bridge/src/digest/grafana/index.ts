import { applyNotifications, type GroupChange, type Notification } from '../../domain/incident';
import { translateGrafana } from '../../translate/grafana';
import type { DigestContext, Handler, InboxItem } from '../context';
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
    count(context, tenant, 'notification', 'received', 1);
    count(context, tenant, 'notification', 'dropped', 1, 'no alerts');
  }
  const key = keyOf(tenant, groupKey);
  const group = groups.get(key) ?? { tenant, groupKey, notifications: [] };
  groups.set(key, group);
  group.notifications.push({ ...told, receivedAt });
}

function countAlerts(context: DigestContext, tenant: string, { alerts, unreadable }: Notification, news: number): void {
  count(context, tenant, 'alert', 'received', alerts.length + unreadable.count);
  count(context, tenant, 'alert', 'stored', news);
  count(context, tenant, 'alert', 'deduplicated', alerts.length - news);
  count(context, tenant, 'alert', 'dropped', unreadable.count, 'unreadable');
}

function count(
  context: DigestContext,
  tenant: string,
  category: string,
  state: 'received' | 'stored' | 'deduplicated' | 'dropped',
  quantity: number,
  reason = '',
): void {
  if (quantity > 0) context.count({ tenant, source: 'grafana', unit: 'item', category, state, reason, quantity });
}
