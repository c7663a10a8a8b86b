import { rawQuery, type Tx } from '../../store/database';
import type { EmitMetric } from '../model';

interface PaceRow {
  tenant: string;
  provider: string;
  repository: string;
  name: string;
  ratio: number;
}

/** A change that is older is how it is now: nobody is to be told of it any more. */
const NEWS_DAYS = 3;

/** How much longer the runs of each pipeline take since their last lasting change, while that is news; 1 elsewhere. Of pipelines that rest longer than a day nothing is said. */
export function readPaces(tx: Tx): Promise<PaceRow[]> {
  return rawQuery<PaceRow>(
    tx,
    `SELECT tenant, provider, repository, name,
       max(CASE WHEN since > now() - $1 * interval '1 day' THEN ratio ELSE 1 END) AS ratio
     FROM pipeline_pace WHERE updated_at > now() - interval '1 day'
     GROUP BY tenant, provider, repository, name ORDER BY tenant, provider, repository, name`,
    [NEWS_DAYS],
  );
}

/** As gauges of one tenant, in the attributes of the other metrics of pipelines. */
export function paceMetrics(rows: readonly PaceRow[], nowMs: number): EmitMetric[] {
  if (rows.length === 0) return [];
  return [
    {
      name: 'summit_pipeline_duration_shift',
      unit: '',
      description:
        'How many times as long successful runs take as before their last lasting change, for three days after it; else 1',
      kind: 'gauge',
      points: rows.map(({ provider, repository, name, ratio }) => ({
        startMs: 0,
        timeMs: nowMs,
        attributes: {
          'cicd.pipeline.name': name,
          'vcs.provider.name': provider,
          'vcs.repository.name': repository,
          ...ownerOf(repository),
        },
        value: ratio,
      })),
    },
  ];
}

const ownerOf = (repository: string): Record<string, string> => {
  const [owner] = repository.split('/');
  return owner === undefined ? {} : { 'vcs.owner.name': owner };
};
