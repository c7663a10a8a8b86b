import { appRoutes } from '../appRoutes';

/** What a number is made of: its metric and, where it is not that of the whole, the place and time it is about. */
export interface Evidence {
  metric: string;
  repository?: string;
  environment?: string;
  /** RFC 3339, or milliseconds as text. */
  from?: string;
  to?: string;
}

/** The names under which the DORA page keeps the opened list in its URL. */
export const evidenceNames = ['evidence', 'of', 'in', 'since', 'until'] as const;

export const evidenceParams = ({ metric, repository, environment, from, to }: Evidence) => ({
  evidence: metric,
  of: repository ?? null,
  in: environment ?? null,
  since: from ?? null,
  until: to ?? null,
});

export interface DoraFilters {
  repository?: readonly string[];
  team?: readonly string[];
  environment?: readonly string[];
  from?: string;
  to?: string;
  start?: string;
  benchmark?: string;
}

/** The DORA page as these filters show it, with the list of a number open where one is named. Values are encoded but for `${…}` of data links. */
export function doraUrl(filters: DoraFilters, evidence?: Evidence): string {
  const parts: string[] = [];
  const add = (name: string, value: string | null | undefined) => {
    if (!value) return;
    parts.push(`${name}=${value.startsWith('${') ? value : encodeURIComponent(value)}`);
  };
  const { repository = [], team = [], environment = [], ...single } = filters;
  repository.forEach((value) => add('repository', value));
  team.forEach((value) => add('team', value));
  environment.forEach((value) => add('environment', value));
  Object.entries(single).forEach(([name, value]) => add(name, value));
  Object.entries(evidence ? evidenceParams(evidence) : {}).forEach(([name, value]) => add(name, value));
  return parts.length === 0 ? appRoutes.dora() : `${appRoutes.dora()}?${parts.join('&')}`;
}
