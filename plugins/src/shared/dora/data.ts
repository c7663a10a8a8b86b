import type { Dora } from '@summit/contracts';

/** Something that happened in the period, to be marked in the charts. */
export interface DoraMark {
  /** A deployment, or the failure that one caused. */
  kind: 'deployment' | 'failure';
  /** The deployment's. */
  id: string;
  title: string;
  at: string;
  /** When a failure was over; null while it is not, and of deployments. */
  until: string | null;
}

/** What the tiles, charts and tables are drawn of. */
export type DoraData = Omit<Dora, 'teams'> & { marks: readonly DoraMark[] };
