import { isMap } from '../collectorConfig';

export type Language = 'promql' | 'logql' | 'traceql';

/** One query as it stands in a file, its variables not replaced yet. */
export interface FoundQuery {
  /** File, panel or rule, and reference: what a failure is called, and what the allow-list names. */
  name: string;
  language: Language;
  expr: string;
  /** Asked for one moment, not for a range. */
  instant: boolean;
}

/** A template variable that is filled by a query: `label_values(selector, label)`. */
export interface FoundVariable {
  name: string;
  variable: string;
  language: 'promql' | 'logql';
  label: string;
  selector: string;
  /** What "All" stands for. */
  allValue: string | undefined;
}

export interface FoundDashboard {
  queries: FoundQuery[];
  variables: FoundVariable[];
}

const languages: Record<string, Language> = { prometheus: 'promql', loki: 'logql', tempo: 'traceql' };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const maps = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isMap) : []);

function languageOf(...sources: unknown[]): Language | undefined {
  for (const source of sources) {
    if (isMap(source)) return languages[text(source.type)];
  }
  return undefined;
}

function panelQueries(file: string, panel: Record<string, unknown>): FoundQuery[] {
  const own = maps(panel.targets).flatMap((target) => {
    const language = languageOf(target.datasource, panel.datasource);
    const expr = text(language === 'traceql' ? target.query : target.expr);
    if (language === undefined || expr === '') return [];
    const instant = target.instant === true || target.queryType === 'instant';
    return [{ name: `${file}: ${text(panel.title)} ${text(target.refId)}`.trimEnd(), language, expr, instant }];
  });
  return [...own, ...maps(panel.panels).flatMap((inner) => panelQueries(file, inner))];
}

/** Reads `label_values(selector, label)`, `label_values(label)`, or what Grafana's Loki editor saves. */
export function parseLabelValues(query: unknown): { selector: string; label: string } | undefined {
  if (isMap(query) && typeof query.label === 'string') return { label: query.label, selector: text(query.stream) };
  const inner = /^\s*label_values\((.*)\)\s*$/s.exec(isMap(query) ? text(query.query) : text(query))?.[1];
  if (inner === undefined) return undefined;
  const split = inner.lastIndexOf(',');
  // A comma inside the selector's braces is no separator.
  const separated = split > inner.lastIndexOf('}');
  return separated
    ? { selector: inner.slice(0, split).trim(), label: inner.slice(split + 1).trim() }
    : { selector: '', label: inner.trim() };
}

/** @throws Error for a query variable of a form that cannot be run */
function dashboardVariables(file: string, dashboard: Record<string, unknown>): FoundVariable[] {
  const templating = isMap(dashboard.templating) ? dashboard.templating : {};
  return maps(templating.list)
    .filter((variable) => variable.type === 'query')
    .map((variable) => {
      const language = languageOf(variable.datasource);
      const parsed = parseLabelValues(variable.query);
      const name = `${file}: variable ${text(variable.name)}`;
      if (parsed === undefined || language === undefined || language === 'traceql')
        throw new Error(`${name} is no label_values query`);
      const allValue = variable.includeAll === true ? text(variable.allValue) || '.*' : undefined;
      return { name, variable: text(variable.name), language, ...parsed, allValue };
    });
}

/** Every query of a dashboard: panels in rows, annotations, variables. */
export function dashboardQueries(file: string, dashboard: unknown): FoundDashboard {
  if (!isMap(dashboard)) throw new Error(`${file} is no dashboard`);
  const annotations = isMap(dashboard.annotations) ? maps(dashboard.annotations.list) : [];
  const annotationQueries = annotations.flatMap((annotation) => {
    const language = languageOf(annotation.datasource);
    const expr = text(annotation.expr);
    return language === undefined || expr === ''
      ? []
      : [{ name: `${file}: annotation ${text(annotation.name)}`, language, expr, instant: false }];
  });
  const panels = maps(dashboard.panels).flatMap((panel) => panelQueries(file, panel));
  return { queries: [...panels, ...annotationQueries], variables: dashboardVariables(file, dashboard) };
}

const uidLanguages: Record<string, Language> = { mimir: 'promql', loki: 'logql', tempo: 'traceql' };

/** Queries of Grafana's alert rule files (`data`) and of ruler files (`expr`; Loki's have `loki` in their path). */
export function alertQueries(file: string, document: unknown): FoundQuery[] {
  const groups = isMap(document) ? maps(document.groups) : [];
  return groups.flatMap((group) =>
    maps(group.rules).flatMap((rule) => {
      const title = text(rule.title) || text(rule.alert) || text(rule.record);
      if (typeof rule.expr === 'string') {
        return [
          {
            name: `${file}: ${title}`,
            language: file.includes('loki') ? ('logql' as const) : ('promql' as const),
            expr: rule.expr,
            instant: true,
          },
        ];
      }
      return maps(rule.data).flatMap((data) => {
        const language = uidLanguages[text(data.datasourceUid)];
        const model = isMap(data.model) ? data.model : {};
        const expr = text(model.expr) || text(model.query);
        return language === undefined || expr === ''
          ? []
          : [{ name: `${file}: ${title} ${text(data.refId)}`, language, expr, instant: true }];
      });
    }),
  );
}

/** Queries behind the links between the provisioned data sources. `$$` is a dollar sign there. */
export function provisionedQueries(file: string, document: unknown): FoundQuery[] {
  const sources = isMap(document) ? maps(document.datasources) : [];
  return sources.flatMap((source) => {
    const jsonData = isMap(source.jsonData) ? source.jsonData : {};
    const logs = isMap(jsonData.tracesToLogsV2) ? text(jsonData.tracesToLogsV2.query) : '';
    const metrics = isMap(jsonData.tracesToMetrics) ? maps(jsonData.tracesToMetrics.queries) : [];
    const found: FoundQuery[] = metrics.map((query) => ({
      name: `${file}: trace to metrics ${text(query.name)}`,
      language: 'promql',
      expr: text(query.query),
      instant: false,
    }));
    if (logs !== '') found.push({ name: `${file}: trace to logs`, language: 'logql', expr: logs, instant: false });
    return found.map((query) => ({ ...query, expr: query.expr.replaceAll('$$', '$') }));
  });
}
