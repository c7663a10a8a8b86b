/**
 * Lenient readers of parsed JSON. SDKs of ten years send what they like: a value of the wrong type counts as absent, never as an error.
 * Nothing is merged into existing objects, and `__proto__` keys are left out, so that no payload reaches a prototype.
 */

export type Fields = Record<string, unknown>;

const EMPTY: Fields = {};

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fields(value: unknown): Fields {
  return isFields(value) ? value : EMPTY;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `{values: […]}`, as the protocol has it now, or the bare list of older SDKs; null entries, which the protocol allows, are left out. */
export function values(value: unknown): Fields[] {
  const entries = list(Array.isArray(value) ? value : fields(value)['values']);
  return entries.filter(isFields);
}

/** A string, or a number or boolean as its text, cut to `max` UTF-16 units. PostgreSQL holds no NUL, so it is taken out. Empty is absent. */
export function text(value: unknown, max: number): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || value === '') return undefined;
  const cut = value.length > max ? cutAt(value, max) : value;
  return cut.includes('\u0000') ? cut.replaceAll('\u0000', '') || undefined : cut;
}

/** Cuts without leaving half of a surrogate pair at the end. */
export function cutAt(value: string, max: number): string {
  const last = value.charCodeAt(max - 1);
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

export function integer(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.length < 16 && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

export function boolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** A map, a list of pairs, or a list of {key, value}: the three ways in which SDKs send tags and headers. */
export function pairs(value: unknown, limit: number): [string, unknown][] {
  const result: [string, unknown][] = [];
  if (isFields(value)) {
    for (const key of Object.keys(value)) {
      if (result.length >= limit) break;
      if (key !== '__proto__') result.push([key, value[key]]);
    }
    return result;
  }
  for (const entry of list(value)) {
    if (result.length >= limit) break;
    const [key, item] = Array.isArray(entry)
      ? [entry[0] as unknown, entry[1] as unknown]
      : [fields(entry)['key'], fields(entry)['value']];
    if (typeof key === 'string' && key !== '__proto__') result.push([key, item]);
  }
  return result;
}

/** How much of a free-form value is kept. */
export interface TreeLimits {
  depth: number;
  /** Values in all, over the whole tree. */
  nodes: number;
  stringLength: number;
}

/** A bounded copy of free-form JSON (contexts, variables, breadcrumb data). What is too deep or too much becomes `…`. */
export function tree(value: unknown, limits: TreeLimits): unknown {
  const budget = { nodes: limits.nodes };
  return copy(value, limits, limits.depth, budget);
}

/** The same for a map; anything else is absent. */
export function treeFields(value: unknown, limits: TreeLimits): Fields | undefined {
  const copied = isFields(value) ? tree(value, limits) : undefined;
  return isFields(copied) ? copied : undefined;
}

function copy(value: unknown, limits: TreeLimits, depth: number, budget: { nodes: number }): unknown {
  budget.nodes -= 1;
  if (typeof value === 'string') return text(value, limits.stringLength) ?? '';
  if (typeof value !== 'object' || value === null) return value;
  if (depth <= 0 || budget.nodes <= 0) return '…';
  if (Array.isArray(value)) {
    const result: unknown[] = [];
    for (const item of value) {
      if (budget.nodes <= 0) break;
      result.push(copy(item, limits, depth - 1, budget));
    }
    return result;
  }
  const result: Fields = {};
  for (const [key, item] of Object.entries(value)) {
    if (budget.nodes <= 0) break;
    if (key !== '__proto__') result[cutKey(key)] = copy(item, limits, depth - 1, budget);
  }
  return result;
}

function cutKey(key: string): string {
  return text(key, 200) ?? '';
}
