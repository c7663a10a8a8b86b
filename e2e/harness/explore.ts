/** The address of Explore with one query of the data source. */
export const explorePath = (query: Record<string, unknown>, range = { from: 'now-24h', to: 'now' }): string =>
  `/explore?${new URLSearchParams({
    schemaVersion: '1',
    orgId: '1',
    panes: JSON.stringify({ a: { datasource: 'summit', queries: [{ refId: 'A', ...query }], range } }),
  }).toString()}`;
