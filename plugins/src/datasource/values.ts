import type { MetricFindValue } from '@grafana/data';
import type { BridgeClient } from './client';

/** The fields whose values the bridge lists, in its words, with those of the editors. */
export const valueFields = {
  repositories: 'Repositories',
  branches: 'Branches',
  pipelines: 'Pipelines',
  projects: 'Projects',
  environments: 'Environments',
  releases: 'Releases',
  teams: 'Teams',
} as const;
export type ValueField = keyof typeof valueFields;

export const isValueField = (value: unknown): value is ValueField => typeof value === 'string' && value in valueFields;

/** The values of a field that contain `search`, in the bridge's order. */
export const readValues = async (client: BridgeClient, field: ValueField, search = ''): Promise<MetricFindValue[]> => {
  const { items } = await client.get<{ items: string[] }>(`/values/${field}`, { q: search });
  return items.map((text) => ({ text, value: text }));
};
