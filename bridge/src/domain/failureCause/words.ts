/**
 * Words with which CI systems themselves say that a job never ran, or was lost, by no fault of what it builds. Of GitLab: values of `failure_reason`; of GitHub: a
 * run that never started; of CircleCI, Buildkite and Tekton: states and reasons.
 */
const infrastructure: ReadonlySet<string> = new Set([
  // GitLab
  'runner_system_failure',
  'stuck_or_timeout_failure',
  'stuck_pending_with_matching_runners',
  'stuck_pending_no_matching_runners',
  'no_matching_runner',
  'runner_unsupported',
  'runner_provisioning_timeout',
  'runner_provisioning_failure',
  'runner_interrupted',
  'image_pull_failure',
  'scheduler_failure',
  'data_integrity_failure',
  'archived_failure',
  'stale_schedule',
  'job_router_failure',
  'api_failure',
  'ci_quota_exceeded',
  'trace_size_exceeded',
  // GitHub
  'startup_failure',
  // CircleCI
  'infrastructure_fail',
  // Buildkite: nobody took it in time.
  'expired',
  // Tekton
  'PodCreationFailed',
  'PodEvicted',
  'TaskRunImagePullFailed',
  'ImagePullBackOff',
  'ExceededResourceQuota',
  'ExceededNodeResources',
  'CreateContainerConfigError',
  'PodAdmissionFailed',
]);

export const isInfrastructureWord = (word: string | null): word is string => word !== null && infrastructure.has(word);
