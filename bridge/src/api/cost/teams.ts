import type { Cost, CostItem } from '@summit/contracts';
import type { Member } from '../teams/members';
import { addUp, type SumsRow, toSums } from './sums';

/** What repositories cost as that of their teams, dearest first; one of several teams counts for each, one of none for `null`. */
export function teamItems(
  rows: readonly SumsRow[],
  members: readonly Member[],
  limit: number,
): Pick<Cost, 'items' | 'itemsTotal'> {
  const teamsOf = new Map<unknown, string[]>();
  for (const { repository, team } of members) teamsOf.set(repository, [...(teamsOf.get(repository) ?? []), team]);
  const rowsOf = new Map<string | null, SumsRow[]>();
  for (const row of rows)
    for (const team of teamsOf.get(row['repository']) ?? [null]) {
      const own = rowsOf.get(team);
      if (own) own.push(row);
      else rowsOf.set(team, [row]);
    }
  const items = [...rowsOf].map(([team, own]): CostItem => ({ ...ofNothing, ...addUp(own.map(toSums)), team }));
  items.sort((a, b) => b.money - a.money || b.workedMs - a.workedMs || ((a.team ?? '') < (b.team ?? '') ? -1 : 1));
  return { items: items.slice(0, limit), itemsTotal: items.length };
}

const ofNothing = {
  repository: null,
  pipeline: null,
  job: null,
  runId: null,
  runNumber: null,
  system: null,
  labels: null,
} as const;
