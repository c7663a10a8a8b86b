import { Dora, DoraChangePage, DoraDeploymentPage, ErrorBody } from '@summit/contracts';
import type { z } from 'zod';
import { settleDora } from '../../digest/dora';
import { withTestDatabase } from '../../testing/database';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(60_000);

const database = withTestDatabase();
const state: { api?: TestApi; token: string; other: string } = { token: '', other: '' };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.UTC(2026, 9, 1);
const at = (hours: number): Date => new Date(start + hours * HOUR);
const sha = (n: number): string => n.toString(16).padStart(40, '0');

/** Ten deployments, one a day at noon; each brings a change that was merged two hours before. The eighth goes back to the sixth commit. */
async function tell(tenant: string): Promise<void> {
  const db = database.db();
  const base = { tenant, provider: 'github', repository: 'demo/shop' };
  for (let day = 0; day < 10; day++) {
    const of = day === 7 ? 5 : day;
    const noon = day * 24 + 12;
    if (day !== 7) {
      await db
        .insertInto('change')
        .values({
          ...base,
          number: day,
          title: `Change ${day}`,
          state: 'merged',
          head_branch: `feature/${day}`,
          base_branch: 'main',
          merge_sha: sha(of),
          created_at: at(noon - 2 - day),
          merged_at: at(noon - 2),
          updated_at: at(noon - 2),
        })
        .execute();
    }
    await db
      .insertInto('deployment')
      .values({
        ...base,
        id: `github-${day}`,
        environment: 'production',
        production: true,
        state: 'success',
        result: 'success',
        sha: sha(of),
        created_at: at(noon),
        updated_at: at(noon),
        finished_at: at(noon),
      })
      .execute();
  }
  while (!(await settleDora(db)));
}

beforeAll(async () => {
  state.api = await startTestApi(database.db());
  state.token = await createTestToken(database.db(), 'one');
  state.other = await createTestToken(database.db(), 'two');
  await tell('one');
});
afterAll(async () => {
  await state.api?.close();
});

async function get<T extends z.ZodType>(path: string, schema: T, token = state.token): Promise<z.infer<T>> {
  const answer = await state.api?.get(path, token);
  if (answer?.status !== 200) throw new Error(`${path}: ${answer?.status} ${JSON.stringify(answer?.body)}`);
  return schema.parse(answer.body);
}
const ten = `from=${at(0).toISOString()}&to=${at(240).toISOString()}`;

describe('GET /api/v1/dora', () => {
  test('gives the five metrics with what they are made of', async () => {
    const { figures, unrecovered, settling } = await get(`/api/v1/dora?${ten}&leadTimeStart=opened`, Dora);
    expect(figures.deploymentFrequency).toMatchObject({ value: 1, n: 10, unit: 'per_day', band: { level: 'elite' } });
    // Opened 0 to 9 hours before the merge, which was 2 hours before; the eighth brought nothing.
    expect(figures.leadTime).toMatchObject({ value: 6 * HOUR, n: 9, low: 3 * HOUR, high: 10 * HOUR, unit: 'ms' });
    expect(figures.changeFailRate).toMatchObject({ value: 0.1, n: 10 });
    expect(figures.changeFailRate.low).toBeCloseTo(0.0179, 3);
    expect(figures.recoveryTime).toMatchObject({ value: DAY, n: 1, low: null, high: null });
    expect(figures.reworkRate).toMatchObject({ value: 0.1, n: 10, band: null });
    expect({ unrecovered, settling }).toEqual({ unrecovered: 0, settling: false });
  });

  test('compares with the period before, and measures from where it is asked to', async () => {
    const last = `from=${at(120).toISOString()}&to=${at(240).toISOString()}`;
    const { figures } = await get(`/api/v1/dora?${last}&leadTimeStart=merged`, Dora);
    expect(figures.leadTime).toMatchObject({ value: 2 * HOUR, n: 4, previous: { value: 2 * HOUR, n: 5 } });
    expect(figures.changeFailRate).toMatchObject({ value: 0.2, n: 5, previous: { value: 0, n: 5 } });
  });

  test('has a step for each day of the time zone, also where nothing happened', async () => {
    const { series, step } = await get(
      `/api/v1/dora?from=${at(-24).toISOString()}&to=${at(240).toISOString()}&timeZone=Asia/Tokyo`,
      Dora,
    );
    expect(step).toBe('day');
    // 00:00 UTC is 09:00 in Tokyo: the first and the last day are cut.
    expect(series.map(({ at: day }) => day).slice(0, 2)).toEqual([
      '2026-09-29T15:00:00.000Z',
      '2026-09-30T15:00:00.000Z',
    ]);
    expect(series).toHaveLength(12);
    expect(series.map(({ deploymentFrequency }) => deploymentFrequency.n)).toEqual([
      0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0,
    ]);
    expect(series[0]?.leadTime).toEqual({ value: null, n: 0 });
    expect(series[1]?.deploymentFrequency.value).toBe(1);
    expect((await get(`/api/v1/dora?${ten}&step=month`, Dora)).series).toHaveLength(1);
  });

  test('keeps days whole where clocks are changed', async () => {
    const { series } = await get(
      '/api/v1/dora?from=2026-10-23T22:00:00Z&to=2026-10-26T23:00:00Z&timeZone=Europe/Berlin',
      Dora,
    );
    expect(series.map(({ at: day }) => day.slice(0, 13))).toEqual(['2026-10-23T22', '2026-10-24T22', '2026-10-25T23']);
  });

  test('groups by repository and environment, and is cut to them', async () => {
    const { groups, groupsTotal } = await get(`/api/v1/dora?${ten}`, Dora);
    expect(groupsTotal).toBe(1);
    expect(groups).toMatchObject([
      { repository: 'demo/shop', environment: 'production', changeFailRate: { value: 0.1, n: 10 }, leadTime: { n: 9 } },
    ]);
    const none = await get(`/api/v1/dora?${ten}&environment=staging`, Dora);
    expect(none).toMatchObject({ groups: [], figures: { leadTime: { value: null, n: 0, low: null, band: null } } });
    expect((await get(`/api/v1/dora?${ten}&repository=demo/other`, Dora)).groups).toEqual([]);
  });

  test("says nothing of another tenant's", async () => {
    expect((await get(`/api/v1/dora?${ten}`, Dora, state.other)).figures.deploymentFrequency).toMatchObject({
      value: 0,
      n: 0,
      band: null,
    });
    expect((await get(`/api/v1/dora/deployments?${ten}`, DoraDeploymentPage, state.other)).items).toEqual([]);
    expect((await get('/api/v1/dora/changes?deployment=github-1', DoraChangePage, state.other)).items).toEqual([]);
  });

  test.each([
    ['from=2026-10-02T00:00:00Z&to=2026-10-01T00:00:00Z', 'from: must be before `to`'],
    ['from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'from: at most 1100 days before `to`'],
    ['timeZone=Moon/Base', 'timeZone: no time zone of the IANA database, such as Europe/Berlin'],
    ["timeZone=UTC'--", 'timeZone: no time zone of the IANA database, such as Europe/Berlin'],
    ['leadTimeStart=now', 'leadTimeStart'],
    ['benchmark=1999', 'benchmark'],
    ['step=hour', 'step'],
  ])('refuses %s in words', async (query, cause) => {
    const answer = await state.api?.get(`/api/v1/dora?${query}`, state.token);
    expect(answer?.status).toBe(400);
    expect(ErrorBody.parse(answer?.body).causes.join()).toContain(cause);
  });
});

describe('the evidence', () => {
  test('of deployments is paged, newest first, and cut to what failed or was rework', async () => {
    const first = await get(`/api/v1/dora/deployments?${ten}&limit=4`, DoraDeploymentPage);
    expect(first.items.map(({ id }) => id)).toEqual(['github-9', 'github-8', 'github-7', 'github-6']);
    const second = await get(`/api/v1/dora/deployments?${ten}&limit=4&cursor=${first.next}`, DoraDeploymentPage);
    expect(second.items.map(({ id }) => id)).toEqual(['github-5', 'github-4', 'github-3', 'github-2']);
    const failed = await get(`/api/v1/dora/deployments?${ten}&failed=true`, DoraDeploymentPage);
    expect(failed.items).toMatchObject([
      { id: 'github-6', failure: { confidence: 'rollback', recoveredAt: at(7 * 24 + 12).toISOString() } },
    ]);
    const rework = await get(`/api/v1/dora/deployments?${ten}&rework=true`, DoraDeploymentPage);
    expect(rework.items).toMatchObject([
      { id: 'github-7', kind: 'rollback', rework: 'rollback', previousId: 'github-6' },
    ]);
    expect((await get(`/api/v1/dora/deployments?${ten}&kind=redeploy`, DoraDeploymentPage)).items).toEqual([]);
  });

  test('of changes is paged, last deployed first, or is that of one deployment', async () => {
    const first = await get(`/api/v1/dora/changes?${ten}&limit=5`, DoraChangePage);
    expect(first.items.map(({ number }) => number)).toEqual([9, 8, 6, 5, 4]);
    const second = await get(`/api/v1/dora/changes?${ten}&limit=5&cursor=${first.next}`, DoraChangePage);
    expect(second.items.map(({ number }) => number)).toEqual([3, 2, 1, 0]);
    expect(second.next).toBeNull();
    const one = await get('/api/v1/dora/changes?deployment=github-9', DoraChangePage);
    expect(one.items).toMatchObject([
      { number: 9, title: 'Change 9', confidence: 'exact', leadTimeMs: { merged: 2 * HOUR, opened: 11 * HOUR } },
    ]);
  });
});
