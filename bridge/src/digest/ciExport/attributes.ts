import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import {
  ATTR_CICD_PIPELINE_NAME,
  ATTR_CICD_PIPELINE_RUN_ID,
  ATTR_CICD_PIPELINE_RUN_URL_FULL,
  ATTR_VCS_CHANGE_ID,
  ATTR_VCS_REF_HEAD_NAME,
  ATTR_VCS_REF_HEAD_REVISION,
  ATTR_VCS_REF_HEAD_TYPE,
  CICD_PIPELINE_TASK_TYPE_VALUE_BUILD,
  CICD_PIPELINE_TASK_TYPE_VALUE_DEPLOY,
  CICD_PIPELINE_TASK_TYPE_VALUE_TEST,
  VCS_REF_HEAD_TYPE_VALUE_BRANCH,
  VCS_REF_HEAD_TYPE_VALUE_TAG,
} from '@opentelemetry/semantic-conventions/incubating';
import type { RunState } from '../../domain/run';
import type { EmitResource } from '../../emit/model';
import { repositoryAttributes } from '../ciAttributes';

/**
 * Whose telemetry a run is: the repository is the service (a pipeline is not one: its runs change with each workflow file), the pipeline, the
 * run and the commit are attributes of the resource, as the conventions have it.
 */
export function runResource(tenant: string, run: RunState, repositoryUrl: string | null): EmitResource {
  return {
    tenant,
    attributes: {
      [ATTR_SERVICE_NAME]: run.repository,
      [ATTR_CICD_PIPELINE_NAME]: run.name,
      [ATTR_CICD_PIPELINE_RUN_ID]: run.providerRunId,
      ...(run.url !== '' && { [ATTR_CICD_PIPELINE_RUN_URL_FULL]: run.url }),
      ...repositoryAttributes({ provider: run.provider, fullName: run.repository, url: repositoryUrl ?? '' }),
      ...(run.branch !== null && {
        [ATTR_VCS_REF_HEAD_NAME]: run.branch,
        [ATTR_VCS_REF_HEAD_TYPE]: refType(run.branch),
      }),
      ...(run.sha !== null && { [ATTR_VCS_REF_HEAD_REVISION]: run.sha }),
      ...(run.changeNumber !== null && { [ATTR_VCS_CHANGE_ID]: String(run.changeNumber) }),
      'summit.run.id': run.id,
    },
  };
}

/** GitHub calls the ref of a run its branch even when it is a tag; a version tells them apart. */
const refType = (ref: string): string =>
  /^v?\d+\.\d+/.test(ref) ? VCS_REF_HEAD_TYPE_VALUE_TAG : VCS_REF_HEAD_TYPE_VALUE_BRANCH;

const taskTypes: readonly (readonly [RegExp, string])[] = [
  [/\b(deploy|release|publish|rollout|promote)/i, CICD_PIPELINE_TASK_TYPE_VALUE_DEPLOY],
  [/\b(tests?|specs?|e2e|lint|integration|unit|check)\b/i, CICD_PIPELINE_TASK_TYPE_VALUE_TEST],
  [/\b(build|compile|package|bundle|image)\b/i, CICD_PIPELINE_TASK_TYPE_VALUE_BUILD],
];

/** What a job is for, where its name says so. */
export const taskType = (name: string): string | undefined => taskTypes.find(([words]) => words.test(name))?.[1];
