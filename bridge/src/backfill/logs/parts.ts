import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { NewInboxItem } from '../../inbox/statements';
import { maskInSlices } from '../../translate/logs/maskInSlices';
import { noMasks } from '../../translate/logs/masks';

const zip = promisify(gzip);
const LINE_FEED = 0x0a;

/** Whose log it is. */
export interface LogName {
  tenant: string;
  run: string;
  job: string;
  backfill: string;
  /** The job ended before the windows of Loki began: its lines are not sent there, and what went wrong then is no issue of today. */
  history: boolean;
}

/**
 * A log as its sender would have uploaded it: in parts that end where lines do, each without its secrets and compressed. Unlike at the door the log is
 * there as a whole: what one part asks to mask is masked in all that follow.
 */
export async function partsOfLog(log: Buffer, name: LogName, partBytes: number): Promise<NewInboxItem[]> {
  const { tenant, run, job, backfill, history } = name;
  const masks = noMasks();
  const items: NewInboxItem[] = [];
  for (const [from, to] of cuts(log, partBytes)) {
    const text = await maskInSlices(log.toString('utf8', from, to).split('\n'), masks);
    items.push({
      tenant,
      source: 'log',
      projectId: null,
      hookId: null,
      encoding: 'gzip',
      meta: { run, job, part: items.length + 1, final: to === log.length, backfill, ...(history && { history }) },
      body: await zip(text),
    });
  }
  return items;
}

/** Where parts begin and end: at most `partBytes`, behind a line feed where there is one. */
export function* cuts(log: Buffer, partBytes: number): Generator<[number, number]> {
  let from = 0;
  while (from < log.length) {
    const most = Math.min(log.length, from + partBytes);
    const feed = most === log.length ? -1 : log.lastIndexOf(LINE_FEED, most - 1);
    const to = feed >= from ? feed + 1 : charStart(log, most);
    yield [from, to > from ? to : most];
    from = to > from ? to : most;
  }
}

/** Not within a character of several bytes. */
function charStart(log: Buffer, at: number): number {
  let start = at;
  while (start > at - 4 && start > 0 && start < log.length && ((log[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}
