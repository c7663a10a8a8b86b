import { type Prediction, PredictionReport, type RunPrediction } from '@summit/contracts';
import { z } from 'zod';
import { type Logistic, LOOK_BACK, pastRunOf, predict } from '../../domain/prediction';
import type { Database } from '../../store/database';
import { liveRuns } from '../../store/pastRuns';
import { isoOf } from '../rows';

const Model = z.object({
  means: z.array(z.number()),
  deviations: z.array(z.number()),
  weights: z.array(z.number()),
  intercept: z.number(),
});

/** Runs at once that are told of; the board shows as many. */
const BOARD = 60;

async function modelOf(db: Database, tenant: string): Promise<{ model: Logistic; trainedAt: string } | null> {
  const row = await db
    .selectFrom('prediction_model')
    .select(['model', 'trained_at'])
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  const model = Model.safeParse(row?.model);
  const trainedAt = isoOf(row?.trained_at ?? null);
  return model.success && trainedAt !== null ? { model: model.data, trainedAt } : null;
}

/** What is predicted of runs that are under way: of these ids, or the newest of all. Nothing where no model is good enough. */
export async function predictionsOf(db: Database, tenant: string, ids?: readonly string[]): Promise<RunPrediction[]> {
  const known = await modelOf(db, tenant);
  if (!known) return [];
  const live = await liveRuns(db, tenant, ids ? { ids } : { newest: BOARD }, LOOK_BACK);
  return live.map(({ run, before }) => ({
    runId: run.id,
    ...predict(known.model, pastRunOf(run), before.map(pastRunOf)),
    trainedAt: known.trainedAt,
  }));
}

/** How good the model of a tenant is, whether it is shown or not. */
export async function reportOf(db: Database, tenant: string): Promise<Prediction> {
  const row = await db
    .selectFrom('prediction_model')
    .select(['report', 'trained_at'])
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  return { trainedAt: isoOf(row?.trained_at ?? null), report: PredictionReport.safeParse(row?.report).data ?? null };
}
