import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { RunResult } from '@summit/contracts';
import {
  ATTR_CICD_PIPELINE_RESULT,
  ATTR_CICD_PIPELINE_RUN_STATE,
  CICD_PIPELINE_RUN_STATE_VALUE_EXECUTING,
  CICD_PIPELINE_RUN_STATE_VALUE_PENDING,
  METRIC_CICD_PIPELINE_RUN_DURATION,
  METRIC_CICD_PIPELINE_RUN_ERRORS,
} from '@opentelemetry/semantic-conventions/incubating';
import type { RunState } from '../../domain/run';
import { pipelineAttributes, resultAttribute } from '../ciAttributes';
import type { DigestContext } from '../context';
import { errorType } from './spans';

/** Seconds: waits of a moment, builds of minutes, pipelines of hours. */
const BOUNDS = [1, 2, 5, 10, 20, 30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400, 28_800];

/**
 * `cicd.pipeline.run.duration`: how long the run waited (state pending) and how long it ran (state executing, with its result). Measured
 * once, with the times it is exported with; what never ran has no duration.
 */
export function measureRun(context: DigestContext, tenant: string, run: RunState): void {
  const measure = (ms: number | null, attributes: Record<string, string>): void => {
    if (ms === null) return;
    context.addMetric(tenant, {
      kind: 'histogram',
      name: METRIC_CICD_PIPELINE_RUN_DURATION,
      unit: 's',
      attributes: { ...pipelineAttributes(run), ...attributes },
      value: ms / 1000,
      bounds: BOUNDS,
    });
  };
  const result = resultAttribute(run.result, run.providerResult);
  const error = errorType(run.result, run.providerResult);
  measure(run.queueMs, { [ATTR_CICD_PIPELINE_RUN_STATE]: CICD_PIPELINE_RUN_STATE_VALUE_PENDING });
  measure(run.durationMs, {
    [ATTR_CICD_PIPELINE_RUN_STATE]: CICD_PIPELINE_RUN_STATE_VALUE_EXECUTING,
    ...(result !== undefined && { [ATTR_CICD_PIPELINE_RESULT]: result }),
    ...(error !== undefined && { [ATTR_ERROR_TYPE]: error }),
  });
}

/** `cicd.pipeline.run.errors`: one for each failed job, and one for a run that failed without any. Nothing for other results. */
export function countError(
  context: DigestContext,
  tenant: string,
  run: RunState,
  result: RunResult | null,
  providerResult: string | null,
): void {
  const error = errorType(result, providerResult);
  if (error === undefined) return;
  context.addMetric(tenant, {
    kind: 'sum',
    name: METRIC_CICD_PIPELINE_RUN_ERRORS,
    unit: '{error}',
    attributes: { ...pipelineAttributes(run), [ATTR_ERROR_TYPE]: error },
    add: 1,
  });
}
