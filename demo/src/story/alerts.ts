import type { Bug, RepositoryPlan } from './catalogue';
import { hourMs, releasesBefore, type Released } from './plan';

const minuteMs = 60_000;

/** An alert of the company's Grafana: errors of one issue rise after a bad release, until the next release takes it back. */
export interface AlertPlan {
  repository: RepositoryPlan;
  bug: Bug;
  severity: 'critical' | 'high';
  release: string;
  startsAt: number;
  endsAt: number;
}

/** The rule waits until the errors of a few minutes are more than usual, and as long until they are no more. */
const pendingMs = 4 * minuteMs;
/** What keeps people from buying. Nobody is called for the rest: it waits in the list of issues. */
const severities: Partial<Record<Bug, AlertPlan['severity']>> = {
  'checkout-null': 'critical',
  'gateway-timeout': 'high',
};
/** A release that is replaced before is no incident: nobody would have been called. */
const leastMs = 30 * minuteMs;
const wholeMinute = (at: number): number => Math.ceil(at / minuteMs) * minuteMs;

function alertOf(repository: RepositoryPlan, bad: Released, next: Released | undefined): AlertPlan | null {
  const severity = bad.brings && severities[bad.brings];
  if (!bad.brings || !severity || !next || next.at - bad.at < leastMs) return null;
  return {
    repository,
    bug: bad.brings,
    severity,
    release: `${repository.project.slug}@${bad.sha}`,
    startsAt: wholeMinute(bad.at + pendingMs),
    endsAt: wholeMinute(next.at + pendingMs),
  };
}

/** How far behind its release an alert may end; what runs longer is left out, and so hardly ever. */
const lookAheadHours = 20;

/** The alerts that begin in one hour since the epoch. Depends on nothing but its arguments. */
export function alertsOf(seed: string, repository: RepositoryPlan, hour: number): AlertPlan[] {
  const releases = releasesBefore(seed, repository, (hour + lookAheadHours) * hourMs);
  return releases.flatMap((release, index) => {
    const alert = alertOf(repository, release, releases[index + 1]);
    return alert && Math.floor(alert.startsAt / hourMs) === hour ? [alert] : [];
  });
}
