import { z } from 'zod';
import { badRequest } from '../errors';

/** What is left of a field when optional, default, nullable and pipe wrappers are taken off. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return unwrap(schema.unwrap());
  return schema;
}

/**
 * Gives each query parameter the shape its schema takes: a list may be repeated (`?status=a&status=b`) or separated by commas, anything
 * else comes once, and an empty value is as if it were not there (a form field left blank).
 */
export function normaliseQuery(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  raw: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  const twice: string[] = [];
  for (const [name, value] of Object.entries(raw)) {
    const values = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
    const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (field && unwrap(field) instanceof z.ZodArray) {
      const parts = values.flatMap((one) => one.split(',')).filter((one) => one !== '');
      if (parts.length > 0) query[name] = parts;
    } else if (values.length > 1) {
      twice.push(`${name}: given ${values.length} times`);
    } else if (values[0] !== '' || !field) {
      query[name] = values[0];
    }
  }
  if (twice.length > 0) throw badRequest('A parameter is wrong.', twice);
  return query;
}
