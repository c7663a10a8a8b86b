import type { QueryType } from '../types';
import type { QueryKind } from './context';
import { deployments } from './deployments';
import { dora } from './dora';
import { issueEvents } from './issueEvents';
import { issues } from './issues';
import { runs } from './runs';
import { runSpans } from './runSpans';

export const queryKinds: Readonly<Record<QueryType, QueryKind>> = {
  runs,
  runSpans,
  issues,
  issueEvents,
  deployments,
  dora,
};
