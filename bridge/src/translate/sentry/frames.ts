import type { Frame } from '@summit/contracts';
import { isForeign } from './inApp';
import { boolean, fields, integer, isFields, list, text, treeFields, type Fields } from './read';

/** A deeper stack keeps its outermost 50 and innermost 200 frames: where it began and where it broke. */
export const FRAMES = { outermost: 50, innermost: 200 } as const;

const VARS = { depth: 4, nodes: 300, stringLength: 1024 };
const CONTEXT_LINES = 10;

/**
 * Frames of a Sentry stack trace, innermost last.
 *
 * @param detail false leaves out variables and surrounding lines, which grouping does not need
 */
export function readFrames(stacktrace: unknown, detail: boolean): Frame[] {
  const all = list(isFields(stacktrace) ? stacktrace['frames'] : stacktrace).filter(isFields);
  const kept = trimFrames(all);
  // An SDK that marks some frames of a trace as its user's own means that the unmarked ones are not.
  const marked = kept.some((frame) => frame['in_app'] === true);
  return kept.map((frame) => readFrame(frame, !marked, detail));
}

function trimFrames(frames: Fields[]): Fields[] {
  if (frames.length <= FRAMES.outermost + FRAMES.innermost) return frames;
  return [...frames.slice(0, FRAMES.outermost), ...frames.slice(-FRAMES.innermost)];
}

function readFrame(raw: Fields, unmarkedInApp: boolean, detail: boolean): Frame {
  const filename = text(raw['filename'], 512);
  const absPath = text(raw['abs_path'], 1024);
  const module = text(raw['module'], 512);
  const inApp = (boolean(raw['in_app']) ?? unmarkedInApp) && !isForeign([filename, absPath], module);
  const frame: Frame = { inApp };
  const name = text(raw['function'], 512) ?? text(raw['raw_function'], 512);
  if (name !== undefined) frame.function = name;
  if (module !== undefined) frame.module = module;
  if (filename !== undefined) frame.filename = filename;
  if (absPath !== undefined) frame.absPath = absPath;
  setRest(frame, raw);
  if (detail) setDetail(frame, raw);
  return frame;
}

function setRest(frame: Frame, raw: Fields): void {
  const lineno = integer(raw['lineno']);
  if (lineno !== undefined) frame.lineno = lineno;
  const colno = integer(raw['colno']);
  if (colno !== undefined) frame.colno = colno;
  const library = text(raw['package'], 512);
  if (library !== undefined) frame.package = library;
  const contextLine = text(raw['context_line'], 512);
  if (contextLine !== undefined) frame.contextLine = contextLine;
}

function setDetail(frame: Frame, raw: Fields): void {
  const before = lines(raw['pre_context']).slice(-CONTEXT_LINES);
  if (before.length > 0) frame.preContext = before;
  const after = lines(raw['post_context']).slice(0, CONTEXT_LINES);
  if (after.length > 0) frame.postContext = after;
  const vars = treeFields(raw['vars'], VARS);
  if (vars !== undefined && Object.keys(vars).length > 0) frame.vars = vars;
}

/** Lines of source; an empty line is a line. */
function lines(value: unknown): string[] {
  return list(value).map((line) => text(line, 512) ?? '');
}

/** The frames of an event that has no exception: the crashed or current thread, or the bare stack trace of older SDKs. */
export function threadFrames(event: Fields, detail: boolean): Frame[] {
  const bare = event['stacktrace'] ?? event['sentry.interfaces.Stacktrace'];
  if (bare !== undefined && bare !== null) return readFrames(bare, detail);
  const threads = fields(event['threads']);
  const entries = list(Array.isArray(event['threads']) ? event['threads'] : threads['values']).filter(isFields);
  const withStack = entries.filter((thread) => isFields(thread['stacktrace']));
  const thread =
    withStack.find((entry) => entry['crashed'] === true) ??
    withStack.find((entry) => entry['current'] === true) ??
    (withStack.length === 1 ? withStack[0] : undefined);
  return thread === undefined ? [] : readFrames(thread['stacktrace'], detail);
}
