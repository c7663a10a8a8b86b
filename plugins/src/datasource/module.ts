import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor, QueryEditor } from './editor/lazy';
import { SummitDataSource } from './SummitDataSource';
import type { SummitOptions, SummitQuery, SummitSecrets } from './types';

export const plugin = new DataSourcePlugin<SummitDataSource, SummitQuery, SummitOptions, SummitSecrets>(
  SummitDataSource,
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
