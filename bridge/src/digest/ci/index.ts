import type { Handler } from '../context';
import { storeApprovals } from './approvals';
import { storeToldArtifacts } from './artifacts';
import { readBatch } from './batch';
import { changeLocks, storeChanges } from './changes';
import { checkLocks, storeChecks } from './checks';
import { storeCommits } from './commits';
import { deploymentLocks, storeDeployments, storeEnvironments } from './deployments';
import { storeLinks } from './links';
import { lockEntities } from '../shared/lock';
import { isTrace, readTraces } from './jenkinsTraces';
import { storeRepositories } from './repositories';
import { digestRuns, runLocks } from './runs';

/**
 * All effects of a batch of deliveries of CI systems, in a number of statements that does not depend on how many there are. Each entity is read,
 * folded with what came and written back under a lock, so any order, repetition and number of bridges give the same rows and counts.
 */
export const digestCi: Handler = async (tx, items, context) => {
  const traces = items.filter(isTrace);
  const told = readBatch(traces.length === 0 ? items : items.filter((item) => !isTrace(item)), context);
  const batch = { ...told, all: [...told.all, ...(await readTraces(tx, traces, context))] };
  await lockEntities(tx, [...changeLocks(batch), ...runLocks(batch), ...checkLocks(batch), ...deploymentLocks(batch)]);
  await storeRepositories(tx, batch);
  await storeCommits(tx, batch, context);
  await storeChanges(tx, batch, context);
  await digestRuns(tx, batch, context);
  await storeToldArtifacts(tx, batch, context);
  await storeChecks(tx, batch, context);
  await storeDeployments(tx, batch, context);
  await storeApprovals(tx, batch, context);
  await storeLinks(tx, batch, context);
  await storeEnvironments(tx, batch);
};
