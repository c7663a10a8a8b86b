import type { AlertState, IncidentState } from './model';

/** A time in which alerts of one group fired without a pause, and the alerts that did. */
export interface Episode {
  members: readonly AlertState[];
  startMs: number;
  /** Infinity while one of them fires. */
  endMs: number;
}

interface Block {
  members: AlertState[];
  startMs: number;
  endMs: number;
}

/**
 * Alerts of one group → its episodes, in the order of time: two firings that overlap or touch belong to one. Those of the `kept` incident
 * stay together whatever their times are, and what fires now belongs to it: a group has one open incident.
 */
export function episodesOf(alerts: readonly AlertState[], kept: IncidentState | null): Episode[] {
  const isMine = (alert: AlertState): boolean => kept !== null && alert.incidentId === kept.id;
  const blocks = alerts.filter((alert) => !isMine(alert)).map((alert) => blockOf([alert]));
  const mine = alerts.filter(isMine);
  if (mine.length > 0) blocks.push(blockOf(mine));
  blocks.sort((a, b) => a.startMs - b.startMs);
  const episodes: Block[] = [];
  for (const block of blocks) {
    const last = episodes.at(-1);
    if (last && block.startMs <= last.endMs) absorb(last, block);
    else episodes.push(block);
  }
  const own = episodes.find((episode) => episode.members.some(isMine));
  const live = episodes.find((episode) => episode.endMs === Infinity);
  if (!own || !live || own === live) return episodes;
  absorb(own, live);
  return episodes.filter((episode) => episode !== live);
}

function absorb(block: Block, other: Block): void {
  for (const alert of other.members) block.members.push(alert);
  block.endMs = Math.max(block.endMs, other.endMs);
}

function blockOf(members: AlertState[]): Block {
  const starts = members.map((alert) => alert.startsAt.getTime());
  const ends = members.map((alert) => alert.endsAt?.getTime() ?? Infinity);
  const least = (a: number, b: number): number => Math.min(a, b);
  const most = (a: number, b: number): number => Math.max(a, b);
  return { members, startMs: starts.reduce(least, Infinity), endMs: ends.reduce(most, -Infinity) };
}
