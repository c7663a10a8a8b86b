import { DeclaredJob, type GraphSource } from '@summit/contracts';
import { z } from 'zod';
import type { Tx } from '../../store/database';
import { readGraph } from '../../translate/graph/upload';
import { BadInput, type DigestContext, type Handler, type InboxItem } from '../context';
import { bulk } from '../shared/bulk';
import { countItem } from '../shared/count';
import { asBadInput, jsonOf, storable } from '../shared/decode';
import { storeDeclared } from './store';

const Meta = z.object({ run: z.string(), fetched: z.boolean().default(false) });

/** What the backfill fetched is not what the run itself sent. */
const fetchedAs: Partial<Record<GraphSource, GraphSource>> = {
  pushed_github: 'fetched_github',
  pushed_gitlab: 'fetched_gitlab',
};

/**
 * Graphs of jobs that were uploaded. The run need not be there: whoever looks at one looks for its graph. So nothing waits here, and
 * the order of a graph and its run makes no difference.
 */
export const digestGraphs: Handler = async (tx, items, context) => {
  for (const item of items) await applyGraph(tx, item, context);
};

async function applyGraph(tx: Tx, item: InboxItem, context: DigestContext): Promise<void> {
  const meta = Meta.safeParse(item.meta);
  if (!meta.success) throw new BadInput('The graph does not say which run it is of.');
  const { run, fetched } = meta.data;
  const graph = asBadInput(() => readGraph(jsonOf(item)));
  const source = (fetched ? fetchedAs[graph.source] : undefined) ?? graph.source;
  // YAML can write what PostgreSQL cannot keep.
  const jobs = z.array(DeclaredJob).safeParse(storable(graph.jobs));
  if (!jobs.success || jobs.data.length === 0) throw new BadInput('The graph declares no job that can be kept.');
  countItem(context, item, 'graph', 'received');
  const changed = await storeDeclared(
    tx,
    jobs.data.map((job) => ({
      tenant: item.tenant,
      runId: run,
      source,
      job,
      toldAt: item.receivedAt,
    })),
  );
  countItem(context, item, 'graph', changed > 0 ? 'stored' : 'deduplicated');
  if (changed > 0 && (await isKnown(tx, item.tenant, run))) context.changed(item.tenant, 'run', run);
}

/** The feed tells of runs only; of one that is still to come, its first report does. */
async function isKnown(tx: Tx, tenant: string, runId: string): Promise<boolean> {
  const rows = await bulk<{ id: string }>(
    tx,
    [{ tenant, id: runId }],
    'tenant text, id text',
    (x) => `SELECT r.id FROM ${x} JOIN run r USING (tenant, id)`,
  );
  return rows.length > 0;
}
