import type { BridgeClient } from '../client';
import type { SummitQuery } from '../types';

export interface FieldsProps {
  client: BridgeClient;
  query: SummitQuery;
  update: (change: Partial<SummitQuery>) => void;
  /** For what takes effect at once. */
  updateAndRun: (change: Partial<SummitQuery>) => void;
  run: () => void;
}
