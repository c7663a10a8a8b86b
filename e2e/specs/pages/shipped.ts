import { expect } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { app, unique } from './support';

export const HOUR = 3_600_000;
export const iso = (at: number): string => new Date(at).toISOString();

/** Two deployments of a repository of its own, three hours ago the second, which brought two changes and, where asked, many errors. */
export async function shipped(bridge: BridgeApi, broke: boolean) {
  const name = `ship${unique()}`;
  const repository = `https://github.com/demo/${name}`;
  const end = Date.now() - 3 * HOUR;
  const sha = (letter: string): string => `${letter}${unique().toString(16)}`.padEnd(40, letter);
  const [first, second, merge] = [sha('a'), sha('b'), sha('c')];
  const deployed = { type: 'deployment', repository, environment: 'production', ref: 'main', status: 'success' };
  const merged = { type: 'change', repository, state: 'merged', base: 'main', createdAt: iso(end - 2 * HOUR) };
  const code = `${repository}/pull`;
  await bridge.post('/ci-events', {
    system: 'e2e',
    events: [
      { type: 'commit', repository, sha: first, message: 'Begin', branch: 'main', time: iso(end - 5 * HOUR) },
      { ...deployed, id: `${name}-1`, sha: first, time: iso(end - 4 * HOUR) },
      {
        ...merged,
        number: 7,
        title: 'feat(cart)!: totals in cents, closes #12',
        time: iso(end - HOUR),
        mergeSha: merge,
        url: `${code}/7`,
        author: 'ada',
      },
      {
        ...merged,
        number: 8,
        title: 'Round prices',
        labels: ['bug'],
        time: iso(end - HOUR / 2),
        mergeSha: second,
        url: `${code}/8`,
      },
      {
        ...deployed,
        id: `${name}-2`,
        sha: second,
        time: iso(end),
        version: '1.4.0',
        strategy: 'canary',
        region: 'eu-1',
        service: 'web',
      },
    ],
  });
  const fail = (message: string, from: number, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        bridge.sendError(name, {
          message,
          environment: 'production',
          level: 'fatal',
          timestamp: (from + ((index + 0.5) * HOUR) / count) / 1000,
        }),
      ),
    );
  // The first makes the project.
  await fail('Prices differ', end - HOUR, 1);
  await fail('Prices differ', end - HOUR, 11);
  if (broke) await fail('Totals are wrong', end, 48);
  const id = `generic-e2e-${name}-2`;
  await expect
    .poll(async () => (await bridge.get<{ shipped: unknown[] }>(`/deployments/${id}`)).shipped.length, {
      timeout: 60_000,
    })
    .toBe(2);
  await expect
    .poll(async () => (await bridge.get<{ issuesTotal: number }>(`/deployments/${id}/errors?hours=1`)).issuesTotal, {
      timeout: 60_000,
    })
    .toBe(broke ? 2 : 1);
  return { page: `${app}/delivery/deployments/${id}`, repository };
}
