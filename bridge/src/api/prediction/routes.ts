import { Prediction, RunPredictions } from '@summit/contracts';
import type { ApiDeps } from '../deps';
import { noInput, route, type Route } from '../routes/route';
import { predictionsOf, reportOf } from './serve';

/** Which runs will fail, and how well that is known. */
export function predictionRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/predictions',
        operationId: 'listPredictions',
        summary: 'Probability of failing of runs that are queued or running; none where the model is not good enough',
        tag: 'runs',
        answer: RunPredictions,
      },
      async (_call, caller) => ({ items: await predictionsOf(deps.db, caller.tenant) }),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/predictions/report',
        operationId: 'getPredictionReport',
        summary: 'How well failures were predicted of runs that the model was not trained on',
        tag: 'runs',
        answer: Prediction,
      },
      async (_call, caller) => reportOf(deps.db, caller.tenant),
    ),
  ];
}
