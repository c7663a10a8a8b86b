import { z } from 'zod';
import { annotate, noAnnotations, type Annotation } from './annotations';
import { clean, lastState, type Colour } from './ansi';
import { applyMark, closeFrom, hiddenMarks, shownMark, type GroupChange, type GroupMark } from './groups';
import { maskLine, noMasks } from './masks';
import { stamped } from './timestamps';

const Text = z.string();

/** What goes on from one part of a log to the next. It may hold secrets (what the log asked to mask, a line that was cut): store it sealed. */
export const LogState = z.object({
  /** Lines so far. */
  lines: z.number().int(),
  /** What came after the last line feed. */
  carry: Text,
  /** The last line's time. */
  at: z.number().nullable(),
  masks: z.object({ values: z.array(Text), keyLines: z.number().int() }),
  groups: z.array(
    z.object({
      from: z.number().int(),
      name: Text,
      kind: z.enum(['github', 'gitlab', 'buildkite', 'azure', 'travis', 'teamcity']),
      key: Text,
    }),
  ),
  annotations: z.object({
    previous: Text,
    path: Text,
    notes: z.record(Text, z.object({ at: z.number(), notes: z.record(Text, Text) })),
  }),
});
export type LogState = z.infer<typeof LogState>;

export const newLog = (): LogState => ({
  lines: 0,
  carry: '',
  at: null,
  masks: noMasks(),
  groups: [],
  annotations: noAnnotations(),
});

export interface ReadLine {
  /** Its own time, or that of the last line that had one; milliseconds since the epoch. */
  at: number | null;
  plain: string;
  colours: readonly Colour[];
}

export interface LogSink {
  line(line: ReadLine): void;
  group(change: GroupChange): void;
  annotation(annotation: Annotation): void;
}

/** Longer lines are cut into several: what a line costs is bounded, and nothing is lost. */
export const MAX_LINE = 16_384;
/** Of a line without an end in sight, so much is kept in mind. */
const MAX_CARRY = 4 * MAX_LINE;

/**
 * Reads the next piece of a log's text: times, groups, colours, complaints. Every line is masked, then told to `sink`; what stands behind the
 * last line feed waits in `state`, which is changed.
 */
export function readText(text: string, state: LogState, sink: LogSink): void {
  const all = state.carry === '' ? text : state.carry + text;
  let from = 0;
  for (let end = all.indexOf('\n'); end !== -1; end = all.indexOf('\n', from)) {
    readLine(all.slice(from, all.charCodeAt(end - 1) === 13 && end > from ? end - 1 : end), state, sink);
    from = end + 1;
  }
  state.carry = from === 0 ? all : all.slice(from);
  while (state.carry.length > MAX_CARRY) {
    const cut = cutAt(state.carry, MAX_CARRY);
    const head = state.carry.slice(0, cut);
    state.carry = state.carry.slice(cut);
    readLine(head, state, sink);
  }
}

/** Ends a log: what has no line feed is a line too, and no group stays open. */
export function endLog(state: LogState, sink: LogSink): void {
  if (state.carry !== '') {
    const rest = state.carry;
    state.carry = '';
    readLine(rest.endsWith('\r') ? rest.slice(0, -1) : rest, state, sink);
  }
  for (const change of closeFrom(state.groups, 0, Math.max(1, state.lines))) sink.group(change);
}

function readLine(raw: string, state: LogState, sink: LogSink): void {
  const { at, rest, continues } = stamped(raw);
  const { marks, rest: shown } = hiddenMarks(rest);
  const { plain, colours } = clean(lastState(shown));
  // Masked as it is shown: what stood apart for the sake of a control sequence is one word without it.
  const masked = maskLine(plain, state.masks);
  if (at !== null) state.at = at;
  const text = {
    at: at ?? (continues ? state.at : null) ?? state.at,
    plain: masked,
    colours: masked === plain ? colours : [],
  };
  const first = state.lines + 1;
  tell(text, state, sink);
  group(marks, masked, first, state, sink);
  const annotation = annotate(masked, first, state.annotations);
  if (annotation !== null) sink.annotation(annotation);
}

/** The heading of a hidden mark is the rest of its line. */
function group(marks: readonly GroupMark[], plain: string, line: number, state: LogState, sink: LogSink): void {
  const shown = shownMark(plain);
  for (const mark of shown === null ? marks : [...marks, shown]) {
    const named = mark.what === 'open' && mark.name === '' ? { ...mark, name: plain } : mark;
    for (const change of applyMark(state.groups, named, line)) sink.group(change);
  }
}

function tell(line: ReadLine, state: LogState, sink: LogSink): void {
  if (line.plain.length <= MAX_LINE) {
    state.lines += 1;
    sink.line(line);
    return;
  }
  for (let from = 0; from < line.plain.length;) {
    const to = from + cutAt(line.plain.slice(from, from + MAX_LINE + 1), MAX_LINE);
    state.lines += 1;
    sink.line({ at: line.at, plain: line.plain.slice(from, to), colours: [] });
    from = to;
  }
}

/** Where to cut a text that is too long: behind a blank near the end, and never within a character or, where it can be helped, a word. */
function cutAt(text: string, limit: number): number {
  if (text.length <= limit) return text.length;
  const blank = text.lastIndexOf(' ', limit - 1);
  if (blank > limit - 1_024) return blank + 1;
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit;
}
