/** The app's addresses: pages link to each other, and the data source and panels to pages, through these alone. */
export const APP_ID = 'summit-observability-app';
export const APP_ROOT = `/a/${APP_ID}`;

const segment = (value: string | number) => encodeURIComponent(String(value));

export const appRoutes = {
  home: () => `${APP_ROOT}/home`,
  pipelines: () => `${APP_ROOT}/pipelines`,
  run: (runId: string) => `${APP_ROOT}/pipelines/runs/${segment(runId)}`,
  health: () => `${APP_ROOT}/pipelines/health`,
  cost: () => `${APP_ROOT}/pipelines/cost`,
  optimise: () => `${APP_ROOT}/pipelines/optimise`,
  tests: () => `${APP_ROOT}/pipelines/tests`,
  coverage: () => `${APP_ROOT}/pipelines/tests/coverage`,
  test: (testId: string) => `${APP_ROOT}/pipelines/tests/${segment(testId)}`,
  errors: () => `${APP_ROOT}/errors`,
  issue: (issueId: string) => `${APP_ROOT}/errors/issues/${segment(issueId)}`,
  event: (issueId: string, eventId: string) =>
    `${APP_ROOT}/errors/issues/${segment(issueId)}?event=${segment(eventId)}`,
  incidents: () => `${APP_ROOT}/incidents`,
  incident: (incidentId: string) => `${APP_ROOT}/incidents/${segment(incidentId)}`,
  delivery: () => `${APP_ROOT}/delivery`,
  dora: () => `${APP_ROOT}/delivery/dora`,
  deployments: () => `${APP_ROOT}/delivery/deployments`,
  deployment: (deploymentId: string) => `${APP_ROOT}/delivery/deployments/${segment(deploymentId)}`,
  environments: () => `${APP_ROOT}/delivery/environments`,
  rollback: () => `${APP_ROOT}/delivery/rollback`,
  settings: () => `${APP_ROOT}/settings`,
};
