import type { RepositoryRef, RunResult } from '@summit/contracts';
import {
  ATTR_CICD_PIPELINE_NAME,
  ATTR_VCS_OWNER_NAME,
  ATTR_VCS_PROVIDER_NAME,
  ATTR_VCS_REPOSITORY_NAME,
  ATTR_VCS_REPOSITORY_URL_FULL,
  CICD_PIPELINE_RESULT_VALUE_CANCELLATION,
  CICD_PIPELINE_RESULT_VALUE_ERROR,
  CICD_PIPELINE_RESULT_VALUE_FAILURE,
  CICD_PIPELINE_RESULT_VALUE_SKIP,
  CICD_PIPELINE_RESULT_VALUE_SUCCESS,
  CICD_PIPELINE_RESULT_VALUE_TIMEOUT,
} from '@opentelemetry/semantic-conventions/incubating';

/** vcs.* of a repository, as resource attributes and on metrics. The name is the whole `owner/name`: names alone repeat among owners. */
export function repositoryAttributes(
  repository: Pick<RepositoryRef, 'provider' | 'fullName' | 'url'>,
): Record<string, string> {
  const owner = repository.fullName.split('/')[0];
  return {
    [ATTR_VCS_PROVIDER_NAME]: repository.provider,
    [ATTR_VCS_REPOSITORY_NAME]: repository.fullName,
    ...(owner !== undefined && { [ATTR_VCS_OWNER_NAME]: owner }),
    ...(repository.url !== '' && { [ATTR_VCS_REPOSITORY_URL_FULL]: repository.url }),
  };
}

/** A pipeline in the attributes of metrics: few series, and none of them broken by an address that changes. */
export function pipelineAttributes(run: {
  provider: string;
  repository: string;
  name: string;
}): Record<string, string> {
  return {
    [ATTR_CICD_PIPELINE_NAME]: run.name,
    ...repositoryAttributes({ provider: run.provider, fullName: run.repository, url: '' }),
  };
}

const results: Readonly<Record<RunResult, string | undefined>> = {
  success: CICD_PIPELINE_RESULT_VALUE_SUCCESS,
  failed: CICD_PIPELINE_RESULT_VALUE_FAILURE,
  cancelled: CICD_PIPELINE_RESULT_VALUE_CANCELLATION,
  skipped: CICD_PIPELINE_RESULT_VALUE_SKIP,
  timed_out: CICD_PIPELINE_RESULT_VALUE_TIMEOUT,
  unknown: undefined,
};

/** The convention's word for a result. A run that could not even start is the CI system's error, not the pipeline's failure. */
export function resultAttribute(result: RunResult | null, providerResult: string | null): string | undefined {
  if (providerResult === 'startup_failure') return CICD_PIPELINE_RESULT_VALUE_ERROR;
  return result === null ? undefined : results[result];
}
