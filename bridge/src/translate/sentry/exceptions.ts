import type { ExceptionValue } from '@summit/contracts';
import { readFrames, threadFrames } from './frames';
import { boolean, fields, isFields, list, text, type Fields } from './read';

/** Longest chain of causes that is kept: its last links, nearest to what was thrown. */
const CHAIN = 50;

/** The exception chain of an event, cause first. An event without exceptions but with a stack gives one synthetic value that carries it. */
export function readExceptions(event: Fields, message: string | undefined, detail: boolean): ExceptionValue[] {
  const chain = rawExceptions(event['exception'] ?? event['sentry.interfaces.Exception'])
    .slice(-CHAIN)
    .map((raw) => readException(raw, detail));
  const last = chain.at(-1);
  if (last === undefined) {
    const frames = threadFrames(event, detail);
    return frames.length === 0 ? [] : [{ type: '', value: message ?? '', synthetic: true, frames }];
  }
  if (chain.every((exception) => exception.frames.length === 0)) last.frames = threadFrames(event, detail);
  return chain;
}

/** `{values: […]}`, a list, or a single exception. */
function rawExceptions(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.filter(isFields);
  const exception = fields(value);
  if (Array.isArray(exception['values'])) return list(exception['values']).filter(isFields);
  return 'type' in exception || 'value' in exception ? [exception] : [];
}

function readException(raw: Fields, detail: boolean): ExceptionValue {
  const mechanism = fields(raw['mechanism']);
  const exception: ExceptionValue = {
    type: text(raw['type'], 256) ?? '',
    value: text(raw['value'], 8192) ?? json(raw['value']),
    frames: readFrames(raw['stacktrace'] ?? raw['raw_stacktrace'], detail),
  };
  const module = text(raw['module'], 256);
  if (module !== undefined) exception.module = module;
  const handled = boolean(mechanism['handled']);
  if (handled !== undefined) exception.handled = handled;
  const synthetic = boolean(mechanism['synthetic']);
  if (synthetic !== undefined) exception.synthetic = synthetic;
  const kind = text(mechanism['type'], 128);
  if (kind !== undefined) exception.mechanism = kind;
  return exception;
}

/** JavaScript can throw anything, and some SDKs send it as it was. Too deep for JSON.stringify is too deep to show. */
function json(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  try {
    return text(JSON.stringify(value), 8192) ?? '';
  } catch {
    return '';
  }
}
