import { useState } from 'react';
import { type DataSourceApi, type DataSourceSettings } from '@grafana/data';
import { config, getDataSourceSrv } from '@grafana/runtime';
import { Alert, Button, LoadingPlaceholder, Stack } from '@grafana/ui';
import { useParams } from 'react-router-dom-v5-compat';
import { PluginPage } from '../shell/PluginPage';
import { ErrorView } from './ErrorView';
import { useLoaded } from './useLoaded';

interface Health {
  status: string;
  message: string;
  details?: { verboseMessage?: string };
}

const isHealth = (value: unknown): value is Health =>
  typeof value === 'object' && value !== null && 'status' in value && 'message' in value;

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

const settingsOf = (uid: string): DataSourceSettings => {
  const found = Object.values(config.datasources).find((settings) => settings.uid === uid);
  return {
    id: 1,
    uid,
    orgId: 1,
    name: found?.name ?? '',
    typeLogoUrl: '',
    type: found?.type ?? '',
    typeName: found?.meta.name ?? '',
    access: 'proxy',
    url: '',
    user: '',
    database: '',
    basicAuth: false,
    basicAuthUser: '',
    isDefault: true,
    jsonData: found?.jsonData ?? {},
    secureJsonFields: { token: true },
    readOnly: true,
    withCredentials: false,
  };
};

const ConfigPage = ({ dataSource, uid }: { dataSource: DataSourceApi; uid: string }) => {
  const [health, setHealth] = useState<Health | null>(null);
  const [options, setOptions] = useState(() => settingsOf(uid));
  const Editor = dataSource.components?.ConfigEditor;

  const test = async () => {
    setHealth(null);
    try {
      const answer: unknown = await dataSource.testDatasource();
      setHealth(isHealth(answer) ? answer : { status: 'error', message: 'The test gave no answer' });
    } catch (error) {
      setHealth({ status: 'error', message: messageOf(error) });
    }
  };

  return (
    <PluginPage pageNav={{ text: options.name }} subTitle={`Type: ${options.typeName}`}>
      <Stack direction="column" gap={2}>
        <Alert severity="info" title="Provisioned by the preview">
          The address and the token are those that the preview was started with; what is changed here is not kept.
        </Alert>
        {Editor && <Editor options={options} onOptionsChange={setOptions} />}
        <div>
          <Button onClick={() => void test()}>Test</Button>
        </div>
        {health && (
          <Alert severity={health.status === 'success' ? 'success' : 'error'} title={health.message}>
            {health.details?.verboseMessage}
          </Alert>
        )}
      </Stack>
    </PluginPage>
  );
};

/** The configuration page of a data source with its test. */
export const DataSourceView = () => {
  const { uid = '' } = useParams();
  const loaded = useLoaded(uid, () => getDataSourceSrv().get(uid));
  if (loaded.state === 'loading') {
    return <LoadingPlaceholder text="Loading data source…" />;
  }
  return loaded.state === 'failed' ? (
    <ErrorView title="The data source did not load" error={loaded.error} />
  ) : (
    <ConfigPage dataSource={loaded.value} uid={uid} />
  );
};
