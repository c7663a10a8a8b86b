import type { Attribute } from './rawSpans';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as people read it: text as it is, the rest as JSON. Never throws. */
export const valueText = (value: unknown): string => {
  if (typeof value === 'string') {
    return value;
  }
  if (value === undefined || value === null) {
    return '';
  }
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Reads attributes in any of the shapes in use: an object, Tempo's `[{key, value}]`, or either as JSON text. */
export const parseAttributes = (value: unknown): readonly Attribute[] => {
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  if (Array.isArray(parsed)) {
    return parsed.flatMap((item: unknown) =>
      isRecord(item) && typeof item['key'] === 'string' ? [[item['key'], valueText(item['value'])] as const] : [],
    );
  }
  return isRecord(parsed) ? Object.entries(parsed).map(([key, item]) => [key, valueText(item)] as const) : [];
};
