import { DataSourcePicker } from '@grafana/runtime';
import { Field, FieldSet, Input, SecretInput } from '@grafana/ui';
import type { SummitOptions } from '../types';
import { apiUrlProblem, cleanApiUrl } from './apiUrl';
import type { ConfigProps } from './props';

/** Address, token, and the data sources that links lead to. */
export const ConfigEditor = ({ options, onOptionsChange }: ConfigProps) => {
  const { jsonData, secureJsonData, secureJsonFields } = options;
  const update = (change: Partial<SummitOptions>) =>
    onOptionsChange({ ...options, jsonData: { ...jsonData, ...change } });
  const setToken = (token: string) => onOptionsChange({ ...options, secureJsonData: { ...secureJsonData, token } });
  const resetToken = () =>
    onOptionsChange({
      ...options,
      secureJsonFields: { ...secureJsonFields, token: false },
      secureJsonData: { ...secureJsonData, token: '' },
    });
  const problem = apiUrlProblem(jsonData.apiUrl ?? '');
  return (
    <>
      <FieldSet label="Bridge">
        <Field
          label="Address"
          htmlFor="summit-api-url"
          description="The bridge as the Grafana server reaches it. The browser never calls it."
          required
          invalid={problem !== null}
          error={problem}
        >
          <Input
            id="summit-api-url"
            value={jsonData.apiUrl ?? ''}
            placeholder="http://bridge:4180"
            width={60}
            onChange={(event) => update({ apiUrl: event.currentTarget.value })}
            onBlur={(event) => update({ apiUrl: cleanApiUrl(event.currentTarget.value) })}
          />
        </Field>
        <Field
          label="Token"
          htmlFor="summit-token"
          description="A token of kind grafana, made under Settings or with the bridge's command line. Grafana keeps it encrypted and adds it on the server."
          required
        >
          <SecretInput
            id="summit-token"
            isConfigured={Boolean(secureJsonFields.token)}
            value={secureJsonData?.token ?? ''}
            width={60}
            onChange={(event) => setToken(event.currentTarget.value)}
            onReset={resetToken}
          />
        </Field>
      </FieldSet>
      <FieldSet label="Links">
        <Field label="Traces" description="Where links of a trace id lead.">
          <DataSourcePicker
            current={jsonData.tempoUid ?? null}
            placeholder="The one with the uid tempo"
            width={60}
            noDefault
            tracing
            onChange={({ uid }) => update({ tempoUid: uid })}
            onClear={() => update({ tempoUid: undefined })}
          />
        </Field>
        <Field label="Logs" description="Where links to log lines lead.">
          <DataSourcePicker
            current={jsonData.lokiUid ?? null}
            placeholder="The one with the uid loki"
            width={60}
            noDefault
            logs
            onChange={({ uid }) => update({ lokiUid: uid })}
            onClear={() => update({ lokiUid: undefined })}
          />
        </Field>
      </FieldSet>
    </>
  );
};
