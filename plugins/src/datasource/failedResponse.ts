import { LoadingState, type DataQueryResponse } from '@grafana/data';

/** The answer of a query that failed, beside those of the others. */
export const failedResponse = (refId: string, error: unknown): DataQueryResponse => ({
  key: refId,
  data: [],
  state: LoadingState.Error,
  errors: [{ message: error instanceof Error ? error.message : String(error), refId }],
});
