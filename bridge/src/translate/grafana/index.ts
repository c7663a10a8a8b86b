import type { AlertFact } from '@summit/contracts';
import { z } from 'zod';
import { isHttpUrl } from '../http';
import { parsePayload, problemsOf, refuse } from '../payload';
import { orMissing, timeBy } from '../time';
import { keyText } from './keys';
import { cutVisibly, keepTexts, leftOutName, limits } from './limits';
import { severityOf } from './severity';

/** A notification of Grafana Alerting: one group of alerts, each with its present state. */
export interface GrafanaNotification {
  /** Names the group within the organisation: what incidents are opened for. */
  groupKey: string;
  /** `firing` while any alert of the group fires, also one that was left out. */
  status: 'firing' | 'resolved';
  alerts: readonly AlertFact[];
  /** Alerts of the group that Grafana left out of the notification. */
  truncatedAlerts: number;
  /** Alerts that are not what Grafana documents, and what is wrong with the first of them. */
  unreadable: { count: number; problems: readonly string[] };
}

const Time = z.string().transform(timeBy(Date.parse));

const Texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform((texts) => texts ?? {});

const Url = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => (text && text.length <= limits.url && isHttpUrl(text) ? text : undefined));

const Alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Texts,
  annotations: Texts,
  startsAt: Time,
  // The year 1 is "not yet".
  endsAt: orMissing(Time),
  fingerprint: z.string().min(1).max(200),
  generatorURL: Url,
  dashboardURL: Url,
  values: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});

const what = 'Grafana alerting';

const Payload = z.object({
  orgId: z.number().int().nullish(),
  groupKey: z.string().min(1),
  status: z.enum(['firing', 'resolved']),
  alerts: z.array(z.unknown()),
  truncatedAlerts: z.number().int().nonnegative().nullish().catch(undefined),
});

const NAMED_PROBLEMS = 3;

/**
 * The body of Grafana's webhook contact point → alerts. An alert keeps its key from firing to resolved, and over later firings; together
 * with its start it names one firing. An alert that cannot be read does not keep back the others. Throws PayloadError where nothing can be
 * read.
 */
export function translateGrafana(payload: unknown): GrafanaNotification {
  const body = parsePayload(Payload, payload, what);
  const orgId = body.orgId ?? 1;
  const read = body.alerts.map((alert) => Alert.safeParse(alert));
  const problems = read.flatMap(({ error }, n) => (error ? problemsOf(error, ['alerts', n]) : []));
  const alerts = read.flatMap(({ data }) => (data ? [alertFact(orgId, body.groupKey, data)] : []));
  if (alerts.length === 0 && problems.length > 0) throw refuse(what, problems);
  return {
    groupKey: keyText(orgId, body.groupKey),
    status: body.status,
    alerts,
    truncatedAlerts: body.truncatedAlerts ?? 0,
    unreadable: {
      count: read.length - alerts.length,
      problems: problems.slice(0, NAMED_PROBLEMS).map((text) => cutVisibly(text, 200)),
    },
  };
}

function alertFact(orgId: number, groupKey: string, alert: z.output<typeof Alert>): AlertFact {
  const { status, fingerprint } = alert;
  const labels = keepTexts(alert.labels, limits.label);
  const annotations = keepTexts(alert.annotations, limits.annotation);
  return {
    kind: 'alert',
    key: keyText(orgId, groupKey, fingerprint),
    status,
    ...wordsOf(labels.texts, { ...annotations.texts, ...leftOut(labels.leftOut, annotations.leftOut) }),
    startsAt: alert.startsAt,
    // While an alert fires its end is when it would expire.
    ...(status === 'resolved' && alert.endsAt && { endsAt: alert.endsAt }),
    labels: labels.texts,
    ...(alert.generatorURL && { generatorUrl: alert.generatorURL }),
    ...(alert.dashboardURL && { dashboardUrl: alert.dashboardURL }),
    ...valueOf(alert.values),
  };
}

const leftOut = (labels: number, annotations: number): Record<string, string> =>
  labels + annotations === 0
    ? {}
    : { [leftOutName]: `${labels} labels and ${annotations} annotations, beyond what is kept of one alert` };

/** Grafana's own alerts about a rule, by their name. */
const aboutRules: ReadonlyMap<string | undefined, string> = new Map([
  ['DatasourceError', 'cannot be evaluated'],
  ['DatasourceNoData', 'has no data'],
]);

/**
 * The name of the rule, and what it says. When the rule could not be evaluated its texts would claim what nobody knows, with holes for the values,
 * and its severity is that of what it watches for: then the alert says that alone.
 */
function wordsOf(
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): Pick<AlertFact, 'name' | 'severity' | 'annotations'> {
  const name = cutVisibly(labels.rulename ?? labels.alertname ?? 'alert', limits.alertName);
  const trouble = aboutRules.get(labels.alertname);
  if (trouble === undefined || labels.rulename === undefined)
    return { name, severity: severityOf(labels), annotations };
  const { Error: error = '', ...others } = annotations;
  const summary = `The alert rule "${name}" ${trouble}`;
  return { name, severity: 'medium', annotations: { ...others, summary, description: error } };
}

function valueOf(values: Record<string, unknown> | null | undefined): { value?: string } {
  const numbers = Object.entries(values ?? {}).flatMap(([ref, value]) =>
    typeof value === 'number' ? [`${ref}=${value}`] : [],
  );
  return numbers.length === 0 ? {} : { value: cutVisibly(numbers.sort().join(', '), limits.value) };
}
