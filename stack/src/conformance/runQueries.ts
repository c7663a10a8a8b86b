import { labelValues, queryLoki, queryMimir, searchTempo, hasTrace, type TimeRange } from './backends';
import { eventually, must } from './checks';
import type { Collected } from './collect';
import { hourMs, type Context } from './context';
import { createProbe, idOf } from './probe';
import type { FoundDashboard, FoundQuery, FoundVariable } from './queries';
import { isTraceId, parseTraceQl } from './traceql';
import { substitute, type Substitution } from './variables';

/** Telemetry of the last hour for metrics, which begin when the bridge starts; of a day for logs and traces, which carry their own time. */
function rangeOf(language: FoundQuery['language'], now: number): TimeRange {
  return language === 'promql'
    ? { fromMs: now - hourMs, toMs: now, stepSeconds: 15 }
    : { fromMs: now - 24 * hourMs, toMs: now, stepSeconds: 900 };
}

function substitutionOf(language: FoundQuery['language'], values: ReadonlyMap<string, string>): Substitution {
  return language === 'promql'
    ? { values, rangeSeconds: 3600, intervalSeconds: 15, rateIntervalSeconds: 60 }
    : { values, rangeSeconds: 86_400, intervalSeconds: 900, rateIntervalSeconds: 900 };
}

async function hasData(context: Context, query: FoundQuery, expr: string): Promise<boolean> {
  const { stack, defaultTenant: tenant, tempoUrl, now } = context;
  const range = rangeOf(query.language, now());
  const when = query.instant ? range.toMs : range;
  if (query.language === 'promql') return (await queryMimir(stack.urls.mimir, tenant, expr, when)).series > 0;
  if (query.language === 'logql') return (await queryLoki(stack.urls.loki, tenant, expr, when)).series > 0;
  if (tempoUrl === undefined) return true;
  return isTraceId(expr) ? hasTrace(tempoUrl, tenant, expr) : (await searchTempo(tempoUrl, tenant, expr, range)) > 0;
}

/** A query must be valid whether or not it may be empty; so an error of one on the allow-list is a failure too. */
async function checkQuery(
  context: Context,
  query: FoundQuery,
  values: ReadonlyMap<string, string>,
  reason: string | undefined,
): Promise<void> {
  await context.report.check(
    reason === undefined ? `query ${query.name}` : `query ${query.name} (may be empty: ${reason})`,
    async () => {
      if (query.language === 'traceql') parseTraceQl(query.expr);
      const expr = substitute(query.expr, substitutionOf(query.language, values));
      if (reason !== undefined) return void (await hasData(context, query, expr));
      await eventually(expr, () => hasData(context, query, expr), 45_000).catch((error: unknown) => {
        throw new Error(`returned nothing or failed: ${error instanceof Error ? error.message : String(error)}`);
      });
    },
  );
}

/** Fills a variable as Grafana would: "All", or the first value there is. */
async function fillVariable(context: Context, variable: FoundVariable, values: Map<string, string>): Promise<void> {
  const { stack, defaultTenant, report, now } = context;
  await report.check(`query ${variable.name}`, async () => {
    const api =
      variable.language === 'promql' ? `${stack.urls.mimir}/prometheus/api/v1` : `${stack.urls.loki}/loki/api/v1`;
    const selector = substitute(variable.selector, substitutionOf(variable.language, values));
    let found: string[] = [];
    await eventually(
      `values of ${variable.label}`,
      async () => {
        found = await labelValues(api, defaultTenant, variable.label, selector, rangeOf(variable.language, now()));
        return found.length > 0;
      },
      45_000,
    );
    values.set(variable.variable, found[0] ?? '');
  });
  if (variable.allValue !== undefined) values.set(variable.variable, variable.allValue);
}

async function checkDashboard(
  context: Context,
  found: FoundDashboard,
  allowed: ReadonlyMap<string, string>,
): Promise<void> {
  const values = new Map<string, string>();
  // In order: a variable may use the ones before it.
  for (const variable of found.variables) await fillVariable(context, variable, values);
  await Promise.all(found.queries.map((query) => checkQuery(context, query, values, allowed.get(query.name))));
}

/**
 * Runs every query against the real backends. One that fails, or returns nothing and is not on the allow-list, fails by name; so does an entry
 * of the allow-list that names no query.
 */
export async function checkQueries(
  context: Context,
  { dashboards, others }: Collected,
  allowed: ReadonlyMap<string, string>,
): Promise<void> {
  const { report, runId } = context;
  const names = new Set([...dashboards.flatMap(({ found }) => found.queries), ...others].map((query) => query.name));
  await report.check('the allow-list names queries that exist', async () => {
    const unknown = [...allowed.keys()].filter((name) => !names.has(name));
    must(unknown.length === 0, `no query is called ${unknown.join(', ')}`);
  });
  await report.check('there are queries to check', async () => must(names.size > 10, `only ${names.size} were found`));
  // What Grafana puts in the place of a span's tags and id, of a span that has metrics and a log record.
  const probe = createProbe(context);
  const traceId = idOf(`${runId} linked`, 16);
  // Again and again: a rate needs calls within its window.
  const calling = setInterval(() => void probe.sendSpan('linked', { failed: true }).catch(() => undefined), 2000);
  await probe.sendLog(`linked ${runId}`, { traceId });
  const tags = new Map([
    ['__tags', `service_name="${probe.service}"`],
    ['__trace.traceId', traceId],
  ]);
  try {
    for (const { found } of dashboards) await checkDashboard(context, found, allowed);
    await Promise.all(others.map((query) => checkQuery(context, query, tags, allowed.get(query.name))));
  } finally {
    clearInterval(calling);
  }
}
