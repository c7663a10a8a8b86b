import type { DataSourcePluginOptionsEditorProps, QueryEditorProps } from '@grafana/data';
import type { SummitDataSource } from '../SummitDataSource';
import type { SummitOptions, SummitQuery, SummitSecrets } from '../types';
import type { SummitVariableQuery } from '../variables';

export type QueryProps = QueryEditorProps<SummitDataSource, SummitQuery, SummitOptions>;
export type AnnotationEditorProps = QueryProps;
export type ConfigProps = DataSourcePluginOptionsEditorProps<SummitOptions, SummitSecrets>;
export interface VariableProps {
  query: SummitVariableQuery;
  onChange: (query: SummitVariableQuery) => void;
}
