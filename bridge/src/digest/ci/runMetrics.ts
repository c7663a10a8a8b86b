import {
  ATTR_CICD_PIPELINE_RUN_STATE,
  CICD_PIPELINE_RUN_STATE_VALUE_EXECUTING,
  CICD_PIPELINE_RUN_STATE_VALUE_PENDING,
  METRIC_CICD_PIPELINE_RUN_ACTIVE,
} from '@opentelemetry/semantic-conventions/incubating';
import { pipelineAttributes } from '../ciAttributes';
import type { DigestContext } from '../context';
import type { ChangedRun } from './runs';

/** What the metrics need to know of a run as it was stored. */
export interface StoredRun {
  status: string;
  name: string;
}

const activeState: Readonly<Record<string, string | undefined>> = {
  queued: CICD_PIPELINE_RUN_STATE_VALUE_PENDING,
  running: CICD_PIPELINE_RUN_STATE_VALUE_EXECUTING,
};

/**
 * `cicd.pipeline.run.active`: the run leaves the state it was stored in and enters the new one. The steps add up to the present state
 * whatever the order of reports, because each starts from the row that the last one wrote.
 */
export function countActive(context: DigestContext, { tenant, run, before }: ChangedRun): void {
  const move = (status: string, name: string, add: number): void => {
    const state = activeState[status];
    if (state === undefined) return;
    context.addMetric(tenant, {
      kind: 'updown',
      name: METRIC_CICD_PIPELINE_RUN_ACTIVE,
      unit: '{run}',
      attributes: { [ATTR_CICD_PIPELINE_RUN_STATE]: state, ...pipelineAttributes({ ...run, name }) },
      add,
    });
  };
  if (before) move(before.status, before.name, -1);
  move(run.status, run.name, 1);
}
