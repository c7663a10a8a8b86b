import { applyNotification, firingKey, type GroupChange } from '../../domain/incident';
import { type GrafanaNotification, translateGrafana } from '../../translate/grafana';
import type { DigestContext, Handler, InboxItem } from '../context';
import { asBadInput, jsonOf } from '../shared/decode';
import { keyOf } from '../shared/bulk';
import { lockEntities } from '../shared/lock';
import { randomUUID } from 'node:crypto';
import { linkIncidents } from './links';
import { readGroups } from './read';
import { storeChanges } from './store';

export interface Received {
  tenant: string;
  receivedAt: Date;
  notification: GrafanaNotification;
}

/** What one notification changed, and whose. */
export interface TenantChange extends GroupChange {
  tenant: string;
  groupKey: string;
}

const groupOf = ({ tenant, notification }: Received): string => keyOf(tenant, notification.groupKey);

/**
 * All effects of a batch of Grafana's alert notifications: alerts, the incidents they open, join and resolve, their timelines, and what the
 * incidents have to do with. Each group is locked, read, folded with its notifications in the order of receipt, and written back.
 */
export const digestGrafana: Handler = async (tx, items, context) => {
  const received = items.map((item) => read(item, context));
  await lockEntities(
    tx,
    received.map((one) => keyOf('incident group', groupOf(one))),
  );
  const groups = await readGroups(tx, received);
  const changes: TenantChange[] = [];
  for (const one of received) {
    const key = groupOf(one);
    const change = applyNotification(groups.get(key) ?? { open: null, alerts: [] }, one.notification, {
      receivedAt: one.receivedAt,
      newId: randomUUID,
    });
    groups.set(key, change.group);
    changes.push({ ...change, tenant: one.tenant, groupKey: one.notification.groupKey });
    countAlerts(context, one, change);
  }
  await storeChanges(tx, changes, context);
  await linkIncidents(tx, changes);
};

function read(item: InboxItem, context: DigestContext): Received {
  const { tenant, receivedAt } = item;
  const notification = asBadInput(() => translateGrafana(jsonOf(item)));
  if (notification.alerts.length === 0) {
    count(context, tenant, 'notification', 'received', 1);
    count(context, tenant, 'notification', 'dropped', 1, 'no alerts');
  }
  return { tenant, receivedAt, notification };
}

function countAlerts(context: DigestContext, { tenant, notification }: Received, change: GroupChange): void {
  const changed = new Set(change.alerts.map((alert) => alert.key));
  const stored = notification.alerts.filter((alert) => changed.delete(firingKey(alert))).length;
  count(context, tenant, 'alert', 'received', notification.alerts.length);
  count(context, tenant, 'alert', 'stored', stored);
  count(context, tenant, 'alert', 'deduplicated', notification.alerts.length - stored);
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
