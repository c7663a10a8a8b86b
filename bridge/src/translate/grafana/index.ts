import type { AlertFact } from '@summit/contracts';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isHttpUrl } from '../http';
import { parsePayload } from '../payload';
import { cut } from '../text';
import { severityOf } from './severity';

/** A notification of Grafana Alerting: one group of alerts, each with its present state. */
export interface GrafanaNotification {
  /** `orgId/groupKey`: what incidents are opened for. */
  groupKey: string;
  /** `firing` while any alert of the group fires, also one that was left out. */
  status: 'firing' | 'resolved';
  alerts: readonly AlertFact[];
  /** Alerts of the group that Grafana left out of the notification. */
  truncatedAlerts: number;
}

const YEAR_10000_MS = 253_402_300_800_000;

/** Grafana writes the year 1 for "not yet". */
const Time = z.string().transform((text, context) => {
  const ms = Date.parse(text);
  if (ms >= 0 && ms < YEAR_10000_MS) return new Date(ms).toISOString();
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

const Texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform((texts) => texts ?? {});

const Url = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => (text && isHttpUrl(text) ? text : undefined));

const Alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Texts,
  annotations: Texts,
  startsAt: Time,
  endsAt: Time.nullish().catch(undefined),
  fingerprint: z.string().min(1).max(200),
  generatorURL: Url,
  dashboardURL: Url,
  values: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});

const Payload = z.object({
  orgId: z.number().int().nullish(),
  groupKey: z.string().min(1),
  status: z.enum(['firing', 'resolved']),
  alerts: z.array(Alert),
  truncatedAlerts: z.number().int().nonnegative().nullish().catch(undefined),
});

/**
 * The body of Grafana's webhook contact point → alerts. An alert keeps its key from firing to resolved, and over later firings; together
 * with its start it names one firing. Throws PayloadError.
 */
export function translateGrafana(payload: unknown): GrafanaNotification {
  const body = parsePayload(Payload, payload, 'Grafana alerting');
  const groupKey = `${body.orgId ?? 1}/${shortKey(body.groupKey)}`;
  return {
    groupKey,
    status: body.status,
    alerts: body.alerts.map((alert) => alertFact(groupKey, alert)),
    truncatedAlerts: body.truncatedAlerts ?? 0,
  };
}

/** A group key holds the values of its labels, of any length; as a key of an index it must not. */
const shortKey = (key: string): string =>
  key.length <= 500 ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`;

function alertFact(groupKey: string, alert: z.output<typeof Alert>): AlertFact {
  const { labels, status } = alert;
  return {
    kind: 'alert',
    key: `${groupKey}/${alert.fingerprint}`,
    status,
    ...wordsOf(alert),
    startsAt: alert.startsAt,
    // While an alert fires its end is when it would expire.
    ...(status === 'resolved' && alert.endsAt && { endsAt: alert.endsAt }),
    labels,
    ...(alert.generatorURL && { generatorUrl: alert.generatorURL }),
    ...(alert.dashboardURL && { dashboardUrl: alert.dashboardURL }),
    ...valueOf(alert.values),
  };
}

/** Grafana's own alerts about a rule, by their name. */
const aboutRules: ReadonlyMap<string | undefined, string> = new Map([
  ['DatasourceError', 'cannot be evaluated'],
  ['DatasourceNoData', 'has no data'],
]);

/**
 * The name of the rule, and what it says. When the rule could not be evaluated its texts would claim what nobody knows, with holes for the values,
 * and its severity is that of what it watches for: then the alert says that alone.
 */
function wordsOf({
  labels,
  annotations,
}: z.output<typeof Alert>): Pick<AlertFact, 'name' | 'severity' | 'annotations'> {
  const name = cut(labels.rulename ?? labels.alertname ?? 'alert', 300);
  const what = aboutRules.get(labels.alertname);
  if (what === undefined || labels.rulename === undefined) return { name, severity: severityOf(labels), annotations };
  const { Error: error = '', ...others } = annotations;
  const summary = `The alert rule "${name}" ${what}`;
  return { name, severity: 'medium', annotations: { ...others, summary, description: error } };
}

function valueOf(values: Record<string, unknown> | null | undefined): { value?: string } {
  const numbers = Object.entries(values ?? {}).flatMap(([ref, value]) =>
    typeof value === 'number' ? [`${ref}=${value}`] : [],
  );
  return numbers.length === 0 ? {} : { value: numbers.sort().join(', ') };
}
