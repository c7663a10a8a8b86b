import type { Blame, Deployed, Failure } from './model';

const sureness = ['named', 'linked', 'window'] as const;

/**
 * Whether a deployment failed in production, from the incidents that it is blamed for and from whether the next deployment took it back. The
 * failure lasts from the beginning of the first incident to the end of the last; without one, from the deployment to the end of the rollback.
 */
export function failureOf(deployment: Deployed, blames: readonly Blame[], rolledBackAt: number | null): Failure | null {
  if (blames.length > 0) {
    const ends = blames.map((blame) => blame.resolvedAt);
    return {
      confidence: sureness.find((word) => blames.some((blame) => blame.confidence === word)) ?? 'window',
      incidentIds: blames.map((blame) => blame.incidentId).sort(),
      failedAt: Math.min(...blames.map((blame) => blame.startedAt)),
      recoveredAt: ends.every((end) => end !== null) ? Math.max(...ends) : null,
    };
  }
  if (rolledBackAt === null) return null;
  return { confidence: 'rollback', incidentIds: [], failedAt: deployment.finishedAt, recoveredAt: rolledBackAt };
}
