import type { Params } from '../../../shared/api/client';
import {
  benchmarkYears,
  chosen,
  defaultBenchmark,
  defaultLeadTimeStart,
  doraSteps,
  leadTimeStarts,
} from '../../../shared/dora/choices';
import { moment } from '../../../shared/time/moment';
import type { UrlValues } from '../../../shared/url/useUrlState';

/** The filters of the page, by their names in the URL. */
export const filterNames = ['repository', 'team', 'environment', 'from', 'to', 'start', 'benchmark', 'step'] as const;

export const defaultFrom = 'now-30d';

export const ranges = [
  { value: 'now-7d', label: 'Last 7 days' },
  { value: defaultFrom, label: 'Last 30 days' },
  { value: 'now-90d', label: 'Last 90 days' },
  { value: 'now-180d', label: 'Last 180 days' },
  { value: 'now-365d', label: 'Last 365 days' },
] as const;

/** What all calls of the page are cut to. What is not a time is as if it were not there. */
export function scopeParams(values: UrlValues, now: number): Params {
  const from = moment(values['from']?.[0], now) ?? moment(defaultFrom, now);
  return {
    repository: values['repository'],
    team: values['team'],
    environment: values['environment'],
    from,
    to: moment(values['to']?.[0], now),
  };
}

export function teamParams(values: UrlValues, now: number): Params {
  return {
    ...scopeParams(values, now),
    leadTimeStart: chosen(leadTimeStarts, values['start']?.[0], defaultLeadTimeStart),
  };
}

export function doraParams(values: UrlValues, now: number, timeZone: string): Params {
  return {
    ...teamParams(values, now),
    benchmark: chosen(benchmarkYears, values['benchmark']?.[0], defaultBenchmark),
    step: chosen(doraSteps, values['step']?.[0], undefined),
    timeZone,
  };
}
