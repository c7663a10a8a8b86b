import { getDataSourceSrv } from '@grafana/runtime';

/** The uid of the user's data source of a type: the one the bundle provisions by that name, else the first there is; undefined without any. */
export function sourceUid(type: string, preferred: string): string | undefined {
  const all = getDataSourceSrv().getList({ type });
  return (all.find(({ uid }) => uid === preferred) ?? all[0])?.uid;
}
