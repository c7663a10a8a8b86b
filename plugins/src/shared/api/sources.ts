import { getDataSourceSrv } from '@grafana/runtime';

/** The data sources of a type. Grafana adds its own, of another type, to every list it is asked for. */
export const sourcesOf = (type: string) =>
  getDataSourceSrv()
    .getList({ type })
    .filter((source) => source.type === type);

/** The user's data source of a type: that with the uid (by default the one the bundle provisions), else the first there is; undefined without any. */
export function linkedSource(type: string, uid: string = type): { uid: string; name: string } | undefined {
  const all = sourcesOf(type);
  return all.find((source) => source.uid === uid) ?? all[0];
}
