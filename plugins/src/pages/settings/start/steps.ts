import type { DoctorHop } from '@summit/contracts';
import type { Examination } from '../connection/examine';

export interface Step {
  title: string;
  done: boolean;
  /** What to do, or what is waited for. */
  next: string;
  link?: { href: string; text: string };
}

const ok = (hop: DoctorHop | undefined): boolean => hop?.status === 'ok' || hop?.status === 'warning';

interface Facts {
  examination: Examination;
  hasRun: boolean;
  hasIssue: boolean;
}

/** The road from an empty installation to the first error, each step ticked by what is so and not by a click. */
export function steps({ examination: { hops }, hasRun, hasIssue }: Facts): Step[] {
  const named = (name: string) => hops.find((hop) => hop.name === name);
  const proxy = named('Browser → Grafana → bridge');
  const source = (name: string, what: string): Step => {
    const hop = named(`Grafana → ${name}`);
    return {
      title: `${name} is linked`,
      done: ok(hop),
      next: hop?.advice ?? `Add a data source for ${what}.`,
      link:
        hop?.status === 'failed'
          ? { href: '/connections/datasources', text: 'Data sources' }
          : { href: '/connections/datasources/new', text: 'Add a data source' },
    };
  };
  return [
    {
      title: 'The bridge is reached and takes the token',
      done: ok(proxy),
      next: proxy?.advice ?? 'Set the address and the token in the data source.',
      link: { href: '/connections/datasources', text: 'Data sources' },
    },
    source('Loki', 'logs'),
    source('Tempo', 'traces'),
    source('Mimir or Prometheus', 'metrics'),
    source('Pyroscope', 'profiles'),
    {
      title: 'The first webhook came',
      done: hasRun,
      next: 'Waiting for the first run of a pipeline. This ticks by itself.',
      link: { href: '?tab=hooks', text: 'Connect GitHub' },
    },
    {
      title: 'The first error came',
      done: hasIssue,
      next: 'Waiting for the first error of an SDK. This ticks by itself.',
      link: { href: '?tab=projects', text: 'Set up an SDK' },
    },
  ];
}
