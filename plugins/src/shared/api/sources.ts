import { getDataSourceSrv } from '@grafana/runtime';

/** The user's data source of a type: that with the uid (by default the one the bundle provisions), else the first there is; undefined without any. */
export function linkedSource(type: string, uid: string = type): { uid: string; name: string } | undefined {
  const all = getDataSourceSrv().getList({ type });
  return all.find((source) => source.uid === uid) ?? all[0];
}
