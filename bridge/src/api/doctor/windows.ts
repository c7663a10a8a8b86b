/**
 * Whether a store finds again what comes late: a provider repeats a webhook for three days, a Collector keeps its queue over a weekend.
 * Read from the store's own `/config`, a page of YAML of which only a few lines matter; a setting that is not there counts as right,
 * for another version or a gateway may not show it.
 */
const WINDOW_HOURS = 7 * 24;

const hourOf: Readonly<Record<string, number>> = {
  w: 168,
  d: 24,
  h: 1,
  m: 1 / 60,
  s: 1 / 3600,
  ms: 1 / 3_600_000,
  us: 0,
  µs: 0,
  ns: 0,
};

/** Hours of a duration as Go and Prometheus write it (`1w`, `168h0m0s`, `-1ns`); null for what is none. */
export function hoursIn(text: string): number | null {
  const match = /^(-?)((?:[\d.]+(?:ms|us|µs|ns|[wdhms]))+|0)$/.exec(text);
  if (!match) return null;
  const parts = [...(match[2] ?? '').matchAll(/([\d.]+)(ms|us|µs|ns|[wdhms])/g)];
  const hours = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (hourOf[unit ?? ''] ?? 0), 0);
  return match[1] === '-' ? -hours : hours;
}

/** The value of a key that occurs once, whatever it is nested in. */
function setting(config: string, key: string): string | null {
  const found = new RegExp(`^\\s*${key}:[ \\t]*["']?([^"'\\s]+)`, 'm').exec(config);
  return found?.[1] ?? null;
}

function isShort(text: string | null): boolean {
  const hours = text === null ? null : hoursIn(text);
  return hours !== null && hours < WINDOW_HOURS;
}

/** What to set in Loki so that late log lines are neither refused nor overlooked; empty when all is well. */
export function lokiAdvice(config: string): string[] {
  const age = setting(config, 'reject_old_samples_max_age');
  const lookBack = setting(config, 'query_store_max_look_back_period');
  // A Loki in one process over files looks back 2 h 41 min in its ingester unless it is told otherwise; over an object store it cannot be.
  const isAlone = setting(config, 'target') === 'all' && /^[\s-]*object_store: filesystem$/m.test(config);
  return [
    ...(setting(config, 'reject_old_samples') !== 'false' && isShort(age)
      ? [`it refuses lines older than ${age}: set limits_config.reject_old_samples_max_age to 168h`]
      : []),
    ...(setting(config, 'time_sharding_enabled') === 'false'
      ? [
          'it refuses lines an hour behind the newest of their stream: set limits_config.shard_streams.time_sharding_enabled to true',
        ]
      : []),
    ...(isAlone && lookBack?.startsWith('-') === false && isShort(lookBack)
      ? [
          `until its chunk is written it overlooks a line older than ${lookBack}: set ingester.query_store_max_look_back_period to -1`,
        ]
      : []),
  ];
}

/** What to set in Mimir so that late samples are kept; empty when all is well. */
export function mimirAdvice(config: string): string[] {
  const window = setting(config, 'out_of_order_time_window');
  return isShort(window)
    ? [
        `it refuses samples more than ${window} behind the newest of their series: set limits.out_of_order_time_window to 168h`,
      ]
    : [];
}
