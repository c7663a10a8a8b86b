import type { Deployment } from '@summit/contracts';

/** From its creation to its end, in milliseconds; null while it goes on. Clocks of two reports may differ: never less than nothing. */
export const tookMs = ({ createdAt, finishedAt }: Pick<Deployment, 'createdAt' | 'finishedAt'>): number | null =>
  finishedAt === null ? null : Math.max(0, Date.parse(finishedAt) - Date.parse(createdAt));
