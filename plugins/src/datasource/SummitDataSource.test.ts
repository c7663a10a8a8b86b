import {
  CoreApp,
  isDataFrame,
  type DataFrame,
  LoadingState,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
} from '@grafana/data';
import type { BackendSrvRequest } from '@grafana/runtime';
import { firstValueFrom, lastValueFrom, NEVER, toArray } from 'rxjs';
import { SummitDataSource } from './SummitDataSource';
import { range, withGrafana, type Answer } from './testing/bridge';
import { aDora, aDoraDeployment, anEvent, anIssue, aRun, aSpan } from './testing/resources';
import type { SummitOptions, SummitQuery } from './types';

const settings = {
  id: 1,
  uid: 'summit',
  type: 'summit-bridge-datasource',
  name: 'Summit',
  access: 'proxy',
  readOnly: true,
  url: '/api/datasources/proxy/uid/summit',
  jsonData: { apiUrl: 'http://bridge:4180' },
} as DataSourceInstanceSettings<SummitOptions>;

const request = (targets: Partial<SummitQuery>[], app: string = CoreApp.Dashboard): DataQueryRequest<SummitQuery> => ({
  requestId: '1',
  app,
  interval: '1m',
  intervalMs: 60_000,
  range: range('2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z'),
  scopedVars: {},
  startTime: 0,
  timezone: 'utc',
  targets: targets.map((target, index) => ({ refId: 'ABC'.charAt(index), queryType: 'runs', ...target })),
});

const ask = async (
  targets: Partial<SummitQuery>[],
  handle: (request: BackendSrvRequest) => Answer | Error,
  { variables = {}, app }: { variables?: Record<string, string | string[]>; app?: string } = {},
): Promise<{ answers: DataQueryResponse[]; requests: BackendSrvRequest[] }> => {
  const requests = withGrafana(handle, variables);
  const answers = await lastValueFrom(new SummitDataSource(settings).query(request(targets, app)).pipe(toArray()));
  return { answers, requests };
};

const frameAt = (answers: DataQueryResponse[]): DataFrame | undefined => answers[0]?.data.find(isDataFrame);
const rows = (answers: DataQueryResponse[]): Record<string, unknown[]> =>
  Object.fromEntries(
    frameAt(answers)?.fields.map((field): [string, unknown[]] => [
      field.name,
      [...(field.values as readonly unknown[])],
    ]) ?? [],
  );
const page = (items: unknown[], next: string | null = null): Answer => ({ data: { items, next } });

describe('runs', () => {
  it('asks for the range and the filters, through the proxy', async () => {
    const { requests } = await ask(
      [{ repository: ['demo/shop', 'demo/pay'], status: ['failed'], search: 'cart' }],
      () => page([]),
    );
    expect(requests[0]?.url).toBe('/api/datasources/proxy/uid/summit/api/v1/runs');
    expect(requests[0]?.params).toEqual({
      repository: 'demo/shop,demo/pay',
      status: 'failed',
      q: 'cart',
      from: '2026-01-05T00:00:00.000Z',
      to: '2026-01-06T00:00:00.000Z',
      limit: '100',
    });
  });

  it('gives typed fields with units and links', async () => {
    const { answers } = await ask([{}], () => page([aRun(), aRun({ startedAt: null, durationMs: null })]));
    const frame = frameAt(answers);
    expect(frame).toMatchObject({ refId: 'A', length: 2, meta: { preferredVisualisationType: 'table' } });
    const field = (name: string) => frame?.fields.find((one) => one.name === name);
    expect(field('queuedAt')).toMatchObject({
      type: 'time',
      values: [Date.UTC(2026, 0, 5, 12), Date.UTC(2026, 0, 5, 12)],
    });
    expect(field('durationMs')).toMatchObject({
      type: 'number',
      config: { unit: 'dtdurationms' },
      values: [38_000, null],
    });
    expect(field('startedAt')?.values[1]).toBeNull();
    expect(field('name')?.config.links).toEqual([
      expect.objectContaining({ url: '/a/summit-observability-app/pipelines/runs/${__data.fields.id:percentencode}' }),
    ]);
  });

  it('pages to the limit and says when there is more', async () => {
    const { answers, requests } = await ask([{ limit: 300 }], ({ params }) =>
      page(
        Array.from({ length: Number(params?.limit) }, () => aRun()),
        'next',
      ),
    );
    expect(requests.map((one): unknown[] => [one.params?.limit, one.params?.cursor])).toEqual([
      ['200', undefined],
      ['100', 'next'],
    ]);
    expect(answers[0]?.data[0]).toMatchObject({
      length: 300,
      meta: { notices: [{ text: expect.stringContaining('first 300') }] },
    });
  });

  it('replaces variables, several values as alternatives', async () => {
    const { requests } = await ask([{ branch: ['$branch', 'dev'], search: '$word' }], () => page([]), {
      variables: { branch: ['main', 'release'], word: 'cart' },
    });
    expect(requests[0]?.params).toMatchObject({ branch: 'main,release,dev', q: 'cart' });
  });
});

describe('run spans', () => {
  const spans = [
    aSpan(),
    aSpan({ spanId: '00000000000000bb', parentSpanId: '00000000000000aa', kind: 'job', end: null, status: 'running' }),
  ];
  const answer = () => ({ data: { run: aRun(), spans } });

  it('gives the Gantt panel a span that still runs with no end', async () => {
    const { answers, requests } = await ask([{ queryType: 'runSpans', runId: 'github:demo/shop:1' }], answer);
    expect(requests[0]?.url).toContain('/runs/github%3Ademo%2Fshop%3A1/spans');
    expect(rows(answers)).toMatchObject({
      parentSpanId: [null, '00000000000000aa'],
      end: [Date.UTC(2026, 0, 5, 12, 0, 50), null],
    });
  });

  it('gives Explore a trace', async () => {
    const { answers } = await ask([{ queryType: 'runSpans', runId: '$run' }], answer, {
      variables: { run: 'r1' },
      app: CoreApp.Explore,
    });
    expect(answers[0]?.data[0]?.meta).toMatchObject({ preferredVisualisationType: 'trace' });
    expect(rows(answers)).toMatchObject({ duration: [50_000, expect.any(Number)], statusCode: [2, 0] });
  });
});

describe('issues and their events', () => {
  it('lists issues', async () => {
    const { answers, requests } = await ask([{ queryType: 'issues', search: 'is:unresolved', sort: 'count' }], () =>
      page([anIssue()]),
    );
    expect(requests[0]?.params).toMatchObject({ q: 'is:unresolved', sort: 'count' });
    expect(rows(answers)).toMatchObject({ shortId: ['SHOP-7'], count: [1204], project: ['shop'] });
  });

  it('lists the events of one', async () => {
    const { answers, requests } = await ask([{ queryType: 'issueEvents', issueId: 'SHOP-7' }], () => page([anEvent()]));
    expect(requests[0]?.url).toContain('/issues/SHOP-7/events');
    expect(rows(answers)).toMatchObject({ timestamp: [Date.UTC(2026, 0, 5, 12, 0, 40)], traceId: [null] });
  });
});

describe('DORA', () => {
  const handle = ({ url }: BackendSrvRequest): Answer =>
    url.endsWith('/dora') ? { data: aDora() } : page([aDoraDeployment()]);

  it('asks for the range, the filters and what is chosen, in the time zone of the person', async () => {
    const { requests } = await ask(
      [{ queryType: 'dora', repository: ['demo/shop'], leadTimeStart: '$start', benchmark: '2023' }],
      handle,
      { variables: { start: 'merged' } },
    );
    expect(requests.find(({ url }) => url.endsWith('/dora'))?.params).toEqual({
      repository: 'demo/shop',
      from: '2026-01-05T00:00:00.000Z',
      to: '2026-01-06T00:00:00.000Z',
      leadTimeStart: 'merged',
      benchmark: '2023',
      timeZone: expect.stringMatching(/./),
    });
  });

  it('gives the series first, then all that the DORA panel needs', async () => {
    const { answers } = await ask([{ queryType: 'dora' }], handle);
    expect(answers[0]?.data.filter(isDataFrame).map(({ name }) => name)).toEqual([
      'DORA series',
      'DORA figures',
      'DORA groups',
      'DORA marks',
      'DORA period',
    ]);
    expect(rows(answers)).toMatchObject({ time: [Date.UTC(2026, 0, 5)], leadTime: [3_600_000], leadTimeN: [4] });
  });

  it('links each figure to the page with its list open, cut as the query is', async () => {
    const { answers } = await ask([{ queryType: 'dora', doraPart: 'figures', repository: ['demo/shop'] }], handle);
    expect(answers[0]?.data).toHaveLength(1);
    const title = frameAt(answers)?.fields.find(({ name }) => name === 'title');
    expect(title?.config.links?.[0]?.url).toBe(
      '/a/summit-observability-app/delivery/dora?repository=demo%2Fshop&from=2026-01-05T00%3A00%3A00.000Z&to=2026-01-06T00%3A00%3A00.000Z&evidence=${__data.fields.metric}',
    );
  });

  it('asks for no marks where none are wanted', async () => {
    const { requests } = await ask([{ queryType: 'dora', doraPart: 'series' }], handle);
    expect(requests).toHaveLength(1);
  });

  it('says that what arrived just now is not in it yet', async () => {
    const { answers } = await ask([{ queryType: 'dora' }], ({ url }) =>
      url.endsWith('/dora') ? { data: aDora({ settling: true }) } : page([], 'next'),
    );
    expect(frameAt(answers)?.meta?.notices).toEqual([
      { severity: 'info', text: expect.stringContaining('newest 200') },
      { severity: 'info', text: expect.stringContaining('worked in') },
    ]);
  });
});

describe('a live query', () => {
  const params = async (raw: { from: string; to: string } | null) => {
    const requests = withGrafana(
      () => page([]),
      {},
      () => NEVER,
    );
    const fixed = request([{ live: true }]);
    const asked = raw ? { ...fixed, range: { ...fixed.range, raw } } : fixed;
    await firstValueFrom(new SummitDataSource(settings).query(asked));
    return requests.find(({ url }) => url.endsWith('/runs'))?.params;
  };

  it('up to now has no end, or what comes after it was sent would not be in it', async () => {
    expect(await params({ from: 'now-24h', to: 'now' })).not.toHaveProperty('to');
  });

  it('of a fixed range keeps its end', async () => {
    expect(await params(null)).toHaveProperty('to', '2026-01-06T00:00:00.000Z');
  });
});

describe('several queries', () => {
  it('answer apart: one that fails does not take the others along', async () => {
    const { answers } = await ask([{}, { queryType: 'issues' }], ({ url }) =>
      url.endsWith('/issues') ? { status: 502, data: null } : page([aRun()]),
    );
    expect(answers.find(({ key }) => key === 'A')).toMatchObject({ state: LoadingState.Done });
    expect(answers.find(({ key }) => key === 'B')).toMatchObject({
      state: LoadingState.Error,
      errors: [{ refId: 'B', message: expect.stringContaining('Grafana cannot reach the bridge') }],
    });
  });

  it('are not run when they are hidden or say too little', async () => {
    const { answers, requests } = await ask(
      [{ hide: true }, { queryType: 'runSpans', runId: ' ' }, { queryType: 'issueEvents' }],
      () => page([]),
    );
    expect(requests).toEqual([]);
    expect(answers).toEqual([{ data: [] }]);
  });
});
