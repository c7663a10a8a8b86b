import type { Deployment } from '@summit/contracts';
import type { Column } from '../../../../shared/csv/csv';

/** What a file of deployments has. */
export const deploymentColumns: readonly Column<Deployment>[] = [
  { head: 'id', value: (deployment) => deployment.id },
  { head: 'repository', value: (deployment) => deployment.repository },
  { head: 'environment', value: (deployment) => deployment.environment },
  { head: 'production', value: (deployment) => deployment.production },
  { head: 'state', value: (deployment) => deployment.state },
  { head: 'commit', value: (deployment) => deployment.commit },
  { head: 'ref', value: (deployment) => deployment.ref },
  { head: 'run', value: (deployment) => deployment.runId },
  { head: 'author', value: (deployment) => deployment.actor?.name },
  { head: 'created_at', value: (deployment) => deployment.createdAt },
  { head: 'finished_at', value: (deployment) => deployment.finishedAt },
  { head: 'url', value: (deployment) => deployment.url },
];
