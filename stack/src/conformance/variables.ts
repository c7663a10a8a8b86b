export interface Substitution {
  /** Value of each template variable. */
  values: ReadonlyMap<string, string>;
  rangeSeconds: number;
  intervalSeconds: number;
  rateIntervalSeconds: number;
}

function builtIn(
  name: string,
  { rangeSeconds, intervalSeconds, rateIntervalSeconds }: Substitution,
): string | undefined {
  switch (name) {
    case '__range':
      return `${rangeSeconds}s`;
    case '__range_s':
      return String(rangeSeconds);
    case '__range_ms':
      return String(rangeSeconds * 1000);
    case '__interval':
    case '__auto':
      return `${intervalSeconds}s`;
    case '__interval_ms':
      return String(intervalSeconds * 1000);
    case '__rate_interval':
      return `${rateIntervalSeconds}s`;
    default:
      return undefined;
  }
}

/**
 * Replaces what Grafana replaces: `$name`, `${name}`, `${name:format}` and `[[name]]`.
 * @throws Error naming the first variable that has no value
 */
export function substitute(expr: string, using: Substitution): string {
  return expr.replace(
    /\$(\w+)|\$\{([\w.]+)(?::[^}]+)?\}|\[\[(\w+)\]\]/g,
    (whole, plain: string, braced: string, bracketed: string) => {
      const name = plain || braced || bracketed;
      const value = using.values.get(name) ?? builtIn(name, using);
      if (value === undefined) throw new Error(`the variable ${whole} has no value`);
      return value;
    },
  );
}
