import { type ScopedVars, type TimeRange } from '@grafana/data';
import { locationService, type TemplateSrv } from '@grafana/runtime';
import { dataMacro } from './dataMacros';

const pattern = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}/g;

interface SceneLike {
  parent?: SceneLike;
  state: { $variables?: { state: { variables: { state: { name: string }; getValue: () => unknown }[] } } };
}

const isScene = (value: unknown): value is SceneLike => typeof value === 'object' && value !== null && 'state' in value;

/** Scenes hands its object over in `__sceneObject`, wrapped so that it is not copied. */
const sceneValue = (name: string, scoped: ScopedVars | undefined): unknown => {
  const wrapped: unknown = scoped?.__sceneObject?.value;
  const start: unknown = typeof wrapped === 'object' && wrapped !== null ? wrapped.valueOf() : undefined;
  for (let at = isScene(start) ? start : undefined; at; at = at.parent) {
    const variable = at.state.$variables?.state.variables.find(({ state }) => state.name === name);
    if (variable) {
      return variable.getValue();
    }
  }
  return undefined;
};

const formatted = (value: unknown, format: string | ((value: unknown) => string) | undefined): string => {
  if (typeof format === 'function') {
    return format(value);
  }
  const values = Array.isArray(value) ? value.map(String) : [String(value)];
  if (format === 'csv' || format === 'raw') {
    return values.join(',');
  }
  if (format === 'json') {
    return JSON.stringify(value);
  }
  if (format === 'percentencode') {
    return values.map(encodeURIComponent).join(',');
  }
  return values.length > 1 ? `{${values.join(',')}}` : (values[0] ?? '');
};

const fieldOf = (value: unknown, path: string | undefined): unknown =>
  path === undefined
    ? value
    : path
        .split('.')
        .reduce<unknown>(
          (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
          value,
        );

/** Replaces variables by scoped values, those of the scene, and `var-…` of the address, in this order. */
export const createTemplateSrv = (): TemplateSrv => {
  const valueOf = (name: string, scoped: ScopedVars | undefined): unknown => {
    const own: unknown = scoped?.[name]?.value;
    return (
      own ?? dataMacro(name, scoped) ?? sceneValue(name, scoped) ?? locationService.getSearchObject()[`var-${name}`]
    );
  };
  return {
    getVariables: () => [],
    containsTemplate: (target) => target !== undefined && target.search(pattern) >= 0,
    updateTimeRange: (_range: TimeRange) => undefined,
    replace: (target, scoped, format) =>
      (target ?? '').replace(
        pattern,
        (match: string, a?: string, b?: string, bFormat?: string, c?: string, path?: string, cFormat?: string) => {
          const value = fieldOf(valueOf(a ?? b ?? c ?? '', scoped), path);
          const chosen = cFormat ?? bFormat ?? (format as string | ((value: unknown) => string) | undefined);
          return value === undefined || value === null ? match : formatted(value, chosen);
        },
      ),
  };
};
