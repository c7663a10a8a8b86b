import { CustomVariableSupport, type DataQuery, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { from, map, of, type Observable } from 'rxjs';
import type { BridgeClient } from './client';
import { VariableEditor } from './editor/lazy';
import { isValueField, readValues, type ValueField } from './values';

export interface SummitVariableQuery extends DataQuery {
  field?: ValueField;
}

/** Template variables: the values of one field. */
export const createVariableSupport = (client: BridgeClient): SummitVariables => new SummitVariables(client);

/** Grafana tells the kinds of variable support apart by their class. */
class SummitVariables extends CustomVariableSupport<never, SummitVariableQuery> {
  constructor(private readonly client: BridgeClient) {
    super();
  }

  override editor = VariableEditor;

  override query = ({ targets }: DataQueryRequest<SummitVariableQuery>): Observable<DataQueryResponse> => {
    const field = targets[0]?.field;
    return isValueField(field)
      ? from(readValues(this.client, field)).pipe(map((data) => ({ data })))
      : of({ data: [] });
  };
}
