import type { AlertFact } from '@summit/contracts';

type Severity = AlertFact['severity'];

/** The words people give the label `severity` (or `priority`), from Prometheus rules, PagerDuty, syslog and priorities. */
const words: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  fatal: 'critical',
  emergency: 'critical',
  page: 'critical',
  p1: 'critical',
  sev1: 'critical',
  high: 'high',
  error: 'high',
  major: 'high',
  p2: 'high',
  sev2: 'high',
  medium: 'medium',
  warning: 'medium',
  warn: 'medium',
  p3: 'medium',
  sev3: 'medium',
  low: 'low',
  minor: 'low',
  ticket: 'low',
  p4: 'low',
  sev4: 'low',
  info: 'info',
  informational: 'info',
  notice: 'info',
  none: 'info',
  p5: 'info',
};

/** The severity that labels name; medium where they name none, or one that nobody knows. */
export function severityOf(labels: Readonly<Record<string, string>>): Severity {
  const word = (labels.severity ?? labels.priority ?? '').trim().toLowerCase();
  return Object.hasOwn(words, word) ? (words[word] ?? 'medium') : 'medium';
}
