/** Names that other parts of Summit read; beside the bridge's own settings they are no mistake. */
const ofOtherParts: ReadonlySet<string> = new Set([
  'SUMMIT_ALERT_SECRET',
  'SUMMIT_ALERT_URL',
  'SUMMIT_CACHE_DIR',
  'SUMMIT_DASHBOARDS',
  'SUMMIT_E2E',
  'SUMMIT_GRAFANA_TOKEN',
  'SUMMIT_TENANT',
  'SUMMIT_TENANTS',
  'SUMMIT_TEST_POSTGRES',
  'SUMMIT_TOKEN',
  'SUMMIT_URL',
]);

/** Kubernetes puts the address of every service of the namespace into each container; one named `summit…` looks like ours. */
const ofKubernetes =
  /^SUMMIT(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?)$/;

/** Names shorter than this (PORT, HOST) are too close to everybody's variables for a guess; only two swapped letters give them away. */
const shortest = 8;
const long = 12;

export interface UnknownSetting {
  name: string;
  /** The setting that was probably meant. */
  meant: string | null;
}

/**
 * Variables that were probably meant for the bridge and that it does not read: whatever starts with `SUMMIT_`, and what is a slip of the
 * fingers away from a setting (two letters, in shorter names one). `settings` are the names that are read.
 */
export function unknownSettings(
  env: Readonly<Record<string, string | undefined>>,
  settings: readonly string[],
): UnknownSetting[] {
  const known = new Set(settings);
  return Object.keys(env)
    .filter((name) => !known.has(name) && !ofOtherParts.has(name) && !ofKubernetes.test(name))
    .map((name) => ({ name, meant: nearest(name, settings) }))
    .filter(({ name, meant }) => meant !== null || name.startsWith('SUMMIT_'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One line for all of them; null when there is none. */
export function unknownLine(unknown: readonly UnknownSetting[]): string | null {
  if (unknown.length === 0) return null;
  const names = unknown.map(({ name, meant }) => (meant === null ? name : `${name} (did you mean ${meant}?)`));
  return `not a setting of the bridge, and ignored: ${names.join(', ')}; see docs/configuration.md`;
}

function nearest(name: string, settings: readonly string[]): string | null {
  const upper = name.toUpperCase();
  const near = settings
    .map((setting) => ({ setting, slips: slipsBetween(upper, setting) }))
    .filter(({ setting, slips }) =>
      setting.length < shortest ? slips === 1 && sameLetters(name, setting) : slips <= (setting.length >= long ? 2 : 1),
    )
    .sort((a, b) => a.slips - b.slips);
  return near[0]?.setting ?? null;
}

const sameLetters = (one: string, other: string): boolean => [...one].sort().join('') === [...other].sort().join('');

/** Letters to add, leave out, change or swap with their neighbour to get from one name to the other (optimal string alignment). */
export function slipsBetween(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    rows.push(line);
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      line.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (same ? 0 : 1),
          swapped ? at(row - 2, column - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(from.length, to.length);
}
