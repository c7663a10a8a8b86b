import { alertQueries, dashboardQueries, parseLabelValues, provisionedQueries } from './queries';

const prometheus = { type: 'prometheus', uid: '${metrics}' };
const loki = { type: 'loki', uid: '${logs}' };

describe('a dashboard', () => {
  test('gives the queries of its panels, also of those in rows, each in the language of its data source', () => {
    const { queries } = dashboardQueries('dashboards/json/a.json', {
      panels: [
        { title: 'Own', targets: [{ refId: 'A', datasource: prometheus, expr: 'up' }] },
        { title: 'From the panel', datasource: loki, targets: [{ refId: 'B', expr: '{a="b"}' }] },
        {
          type: 'row',
          title: 'Row',
          panels: [
            { title: 'Inside', datasource: { type: 'tempo', uid: 'tempo' }, targets: [{ refId: 'C', query: '{}' }] },
          ],
        },
        {
          title: 'Bridge',
          datasource: { type: 'summit-bridge-datasource', uid: 'summit' },
          targets: [{ refId: 'D', type: 'runs' }],
        },
        { type: 'text', title: 'Text' },
      ],
    });
    expect(queries).toEqual([
      { name: 'dashboards/json/a.json: Own A', language: 'promql', expr: 'up', instant: false },
      { name: 'dashboards/json/a.json: From the panel B', language: 'logql', expr: '{a="b"}', instant: false },
      { name: 'dashboards/json/a.json: Inside C', language: 'traceql', expr: '{}', instant: false },
    ]);
  });

  test('gives its annotations and variables', () => {
    const { queries, variables } = dashboardQueries('d', {
      annotations: {
        list: [
          { name: 'Deploys', datasource: loki, expr: '{a="b"}' },
          { builtIn: 1, name: 'Alerts', datasource: { type: 'grafana' } },
        ],
      },
      templating: {
        list: [
          { type: 'datasource', name: 'metrics' },
          {
            type: 'query',
            name: 'repo',
            datasource: prometheus,
            query: 'label_values(x{a="b, c"}, repo)',
            includeAll: true,
          },
          {
            type: 'query',
            name: 'app',
            datasource: loki,
            query: { label: 'service_name', stream: '' },
            includeAll: false,
          },
        ],
      },
    });
    expect(queries).toEqual([{ name: 'd: annotation Deploys', language: 'logql', expr: '{a="b"}', instant: false }]);
    expect(variables).toEqual([
      {
        name: 'd: variable repo',
        variable: 'repo',
        language: 'promql',
        selector: 'x{a="b, c"}',
        label: 'repo',
        allValue: '.*',
      },
      {
        name: 'd: variable app',
        variable: 'app',
        language: 'logql',
        selector: '',
        label: 'service_name',
        allValue: undefined,
      },
    ]);
  });

  test('with a variable nobody can run is refused, by name', () => {
    const templating = { list: [{ type: 'query', name: 'x', datasource: prometheus, query: 'metrics(.*)' }] };
    expect(() => dashboardQueries('d', { templating })).toThrow('d: variable x is no label_values query');
    expect(() => dashboardQueries('d', 'text')).toThrow('d is no dashboard');
  });
});

test.each([
  ['label_values(service_name)', { selector: '', label: 'service_name' }],
  ['label_values({a="b, c"})', { selector: '', label: '{a="b, c"}' }],
  ['label_values(up{a=~"x|y"}, job)', { selector: 'up{a=~"x|y"}', label: 'job' }],
  [
    { label: 'job', stream: '{a="b"}' },
    { selector: '{a="b"}', label: 'job' },
  ],
  ['query_result(up)', undefined],
])('reads %j', (query, expected) => {
  expect(parseLabelValues(query)).toEqual(expected);
});

test('alert rules give the queries of their data, not the expressions over them; ruler files their expressions', () => {
  const rule = {
    title: 'Slow',
    data: [
      { refId: 'a', datasourceUid: 'mimir', model: { expr: 'up' } },
      { refId: 'b', datasourceUid: 'loki', model: { expr: '{a="b"}' } },
      { refId: 'c', datasourceUid: '__expr__', model: { expression: 'a' } },
    ],
  };
  expect(alertQueries('alerting/rules.yaml', { groups: [{ rules: [rule] }] })).toEqual([
    { name: 'alerting/rules.yaml: Slow a', language: 'promql', expr: 'up', instant: true },
    { name: 'alerting/rules.yaml: Slow b', language: 'logql', expr: '{a="b"}', instant: true },
  ]);
  const ruler = { groups: [{ rules: [{ record: 'x:y', expr: 'sum(up)' }] }] };
  expect(alertQueries('alerting/rules/mimir/a.yaml', ruler)).toEqual([
    { name: 'alerting/rules/mimir/a.yaml: x:y', language: 'promql', expr: 'sum(up)', instant: true },
  ]);
  expect(alertQueries('alerting/rules/loki/a.yaml', ruler)[0]?.language).toBe('logql');
  expect(alertQueries('alerting/contact-points.yaml', { contactPoints: [] })).toEqual([]);
});

test('provisioned links give their queries, with single dollar signs', () => {
  const document = {
    datasources: [
      {
        type: 'tempo',
        jsonData: {
          tracesToLogsV2: { query: '{$${__tags}}' },
          tracesToMetrics: { queries: [{ name: 'Calls', query: 'x{$$__tags}' }] },
        },
      },
      { type: 'loki' },
    ],
  };
  expect(provisionedQueries('p.yaml', document)).toEqual([
    { name: 'p.yaml: trace to metrics Calls', language: 'promql', expr: 'x{$__tags}', instant: false },
    { name: 'p.yaml: trace to logs', language: 'logql', expr: '{${__tags}}', instant: false },
  ]);
});
