import {
  compareLatency,
  latencyPieces,
  latencyQuery,
  servicesQuery,
  type Deployment,
  type DeploymentErrors,
  type LatencyComparison,
} from '@summit/contracts';
import { askPrometheus } from '../../../../../shared/api/prometheus';
import { useLoad } from '../../../../../shared/api/useLoad';

type Around = NonNullable<DeploymentErrors['around']>;

const spanOf = ({ from, to }: { from: string; to: string }) => ({ from: Date.parse(from), to: Date.parse(to) });

/** The services that a data source knew at the end of what is compared, by name. */
export const useServices = (uid: string, { after }: Around) =>
  useLoad(`services ${uid} ${after.to}`, async () => {
    const samples = await askPrometheus(uid, servicesQuery, Date.parse(after.to));
    return [...new Set(samples.flatMap(({ labels }) => labels.service_name ?? []))].sort();
  });

/** The latency of a service before and after; null where none is chosen. */
export const useCompared = (uid: string, service: string | null, deployment: Deployment, around: Around) => {
  const { environment, production } = deployment;
  const [before, after] = [spanOf(around.before), spanOf(around.after)];
  return useLoad(
    `latency ${uid} ${service ?? ''} ${environment} ${before.from} ${after.to}`,
    async (): Promise<LatencyComparison | null> => {
      if (service === null) return null;
      const expr = latencyQuery({ service, environment, production }, { before, after });
      const pieces = latencyPieces(await askPrometheus(uid, expr, after.to));
      return compareLatency(pieces.before, pieces.after);
    },
    { keepOld: false },
  );
};
