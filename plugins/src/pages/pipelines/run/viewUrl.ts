import type { GanttViewState } from '../../../panels/gantt';
import type { UrlValues } from '../../../shared/url/useUrlState';

/** The state of the chart, by its names in the URL. */
export const viewNames = ['zoom', 'span', 'find', 'only', 'fold', 'critical', 'table'] as const;

function windowOf(text: string | undefined): GanttViewState['window'] {
  const [from, to] = (text ?? '').split('-').map(Number);
  if (from === undefined || to === undefined || !Number.isFinite(from) || !Number.isFinite(to) || to <= from)
    return undefined;
  return { start: from, end: to };
}

/** Milliseconds with nanoseconds behind the point, for traces that zoom below a millisecond. */
const decimals = (ms: number): string => String(Math.round(ms * 1e6) / 1e6);

export function viewFromUrl(values: UrlValues): GanttViewState {
  const first = (name: string) => values[name]?.[0];
  const critical = first('critical');
  return {
    window: windowOf(first('zoom')),
    selected: first('span'),
    search: first('find'),
    matchesOnly: first('only') === '1' || undefined,
    collapsed: (values['fold'] ?? []).length > 0 ? values['fold'] : undefined,
    // "Why is this run slow?": the path that says so is drawn unless it is switched off.
    critical: critical === 'off' || critical === 'only' ? critical : 'line',
    table: first('table') === '1' || undefined,
  };
}

export function viewToUrl(view: GanttViewState): Record<string, string | readonly string[] | null> {
  const { window, critical } = view;
  return {
    zoom: window ? `${decimals(window.start)}-${decimals(window.end)}` : null,
    span: view.selected ?? null,
    find: view.search ?? null,
    only: view.matchesOnly ? '1' : null,
    fold: view.collapsed ?? null,
    critical: critical === undefined || critical === 'line' ? null : critical,
    table: view.table ? '1' : null,
  };
}
