import { isFields, type Fields } from './read';

/** The JSON object in `payload`, or undefined when it is not one. `__proto__` is an own key of what JSON.parse makes; no reader follows it. */
export function parseJsonObject(payload: Buffer | string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(typeof payload === 'string' ? payload : payload.toString('utf8'));
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
