import type { BuildProfile } from '@summit/contracts';
import { malformed } from '../error';
import { linesOf } from '../lines';
import { durationMs, timeOf } from '../numbers';
import { withoutColours } from '../words';
import { type UnitList, unitList } from './units';

/**
 * What Maven prints. Modules are in its reactor summary; goals are timed where its lines have times: with
 * `-Dorg.slf4j.simpleLogger.showDateTime=true` (milliseconds since the start, or a date by `dateTimeFormat`), or as a CI system writes them in front.
 */

const SCANNED = /\[INFO\] (?:Scanning for projects|Reactor Summary|BUILD (?:SUCCESS|FAILURE)|Total time:)/;
/** How far into a file Maven may begin: a wrapper downloads it first. */
const LOOKED_AT = 200_000;

export const isMavenLog = (text: string): boolean =>
  SCANNED.test(text.slice(0, LOOKED_AT)) || SCANNED.test(text.slice(-LOOKED_AT));

/** Longer lines are what a program printed. */
const MAX_LINE = 2000;

interface Goal {
  name: string;
  startMs: number;
}

interface Reading {
  list: UnitList;
  firstMs: number | undefined;
  startedAt: string | undefined;
  /** Modules are built beside each other: whose goal ends where nobody can tell. */
  parallel: boolean;
  goal: Goal | undefined;
  inSummary: boolean;
  totalMs: number | undefined;
}

/** @throws {ReportError} */
export function readMavenLog(text: string): BuildProfile {
  const reading: Reading = {
    list: unitList(),
    firstMs: undefined,
    startedAt: undefined,
    parallel: false,
    goal: undefined,
    inSummary: false,
    totalMs: undefined,
  };
  for (const line of linesOf(text)) if (line.length <= MAX_LINE) take(line, reading);
  if (reading.totalMs === undefined) throw malformed("Maven's output does not say its total time: it was cut off.");
  return reading.list.profile({
    format: 'maven-log',
    tool: 'maven',
    durationMs: reading.totalMs,
    startedAt: reading.startedAt,
  });
}

function take(raw: string, reading: Reading): void {
  if (!raw.includes('INFO')) return;
  const line = withoutColours(raw);
  const mark = line.indexOf('[INFO]');
  if (mark < 0) return;
  const words = line.slice(mark + '[INFO]'.length).trim();
  const ms = momentOf(line.slice(0, mark), reading);
  reading.firstMs ??= ms;
  if (words.startsWith('Using the MultiThreadedBuilder')) reading.parallel = true;
  else if (words.startsWith('Reactor Summary')) {
    endGoal(ms, reading);
    reading.inSummary = true;
  } else if (words.startsWith('Total time:')) takeTotal(words, ms, reading);
  else if (reading.inSummary) takeModule(words, reading);
  else takeHeading(words, ms, reading);
}

/** `--- maven-jar-plugin:2.4:jar (default-jar) @ cart ---`; from Maven 3.9 on the plugin's prefix: `--- jar:3.4.1:jar (default-jar) @ cart ---`. */
const GOAL =
  /^--- (?:maven-)?(\S{1,200}?)(?:-plugin|-maven-plugin)?:[^\s:]{1,100}:(\S{1,100}) \((.{1,200})\) @ (\S{1,200}) ---$/;
const PROJECT = /^-{2,}< .{1,400} >-{2,}$/;

function takeHeading(words: string, ms: number | undefined, reading: Reading): void {
  if (!words.startsWith('--')) return;
  const goal = GOAL.exec(words);
  if (!goal && !PROJECT.test(words) && !/^-{60,}$/.test(words)) return;
  endGoal(ms, reading);
  if (goal && ms !== undefined && !reading.parallel)
    reading.goal = { name: `${goal[1]}:${goal[2]} (${goal[3]}) @ ${goal[4]}`, startMs: ms };
}

function endGoal(ms: number | undefined, reading: Reading): void {
  const { list, goal, firstMs = 0, parallel } = reading;
  reading.goal = undefined;
  if (goal === undefined || ms === undefined || parallel) return;
  list.add({ name: goal.name, kind: 'goal', startMs: goal.startMs - firstMs, durationMs: ms - goal.startMs });
}

/** `Shop :: cart ........ SUCCESS [ 11.967 s]`, `[01:02 min]`, `[02:10 h]`. */
const MODULE = /^(.{1,300}?) \.{0,100} ?(?:SUCCESS|FAILURE) \[ ?([^\]]{1,20})\]$/;

function takeModule(words: string, { list }: Reading): void {
  const [, name, took] = MODULE.exec(words) ?? [];
  if (name !== undefined) list.add({ name, kind: 'module', durationMs: durationOfMaven(took) });
}

/** `12.935 s (Wall Clock)`. */
function takeTotal(words: string, ms: number | undefined, reading: Reading): void {
  endGoal(ms, reading);
  const took = durationOfMaven(words.slice('Total time:'.length).replace('(Wall Clock)', ''));
  // Several builds in one log are one profile.
  if (took !== undefined) reading.totalMs = (reading.totalMs ?? 0) + took;
  reading.inSummary = false;
}

function durationOfMaven(text: string | undefined): number | undefined {
  const words = text?.trim() ?? '';
  const [, large, small, unit] = /^(\d{1,6}):(\d{1,2}) (min|h)$/.exec(words) ?? [];
  if (large === undefined) return durationMs(words);
  return (Number(large) * 60 + Number(small)) * (unit === 'h' ? 60_000 : 1000);
}

/** The time in front of a line, in milliseconds of a clock of the log's own. */
function momentOf(head: string, reading: Reading): number | undefined {
  const text = head.trim().split(' [', 1)[0]?.trim() ?? '';
  if (text === '' || text.length > 40) return undefined;
  if (/^\d{1,12}$/.test(text)) return Number(text);
  const time = timeOf(text);
  if (time === undefined) return undefined;
  reading.startedAt ??= time;
  return Date.parse(time);
}
