import { Checkbox, Field, Input, RadioButtonGroup, SecretInput, Select, TextArea } from '@grafana/ui';
import type { Backfill, BackfillProvider } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { FormDrawer } from '../../../shared/ui/FormDrawer';
import { namesIn, providers } from './providers';

const spans = [
  { value: 7, label: 'The last 7 days' },
  { value: 30, label: 'The last 30 days' },
  { value: 90, label: 'The last 90 days' },
  { value: 365, label: 'The last year' },
  { value: 1825, label: 'The last five years' },
];
const REPAIR_HOURS = 48;
const MIB = 1024 * 1024;
const logSizes = [1, 8, 32, 64].map((value) => ({ value: value * MIB, label: `Up to ${value} MiB each` }));

const options = (['github', 'gitlab', 'jenkins'] as const).map((value) => ({ value, label: providers[value].name }));

/** Adds a source, which begins at once. */
export const NewSource = ({ close, made }: { close: () => void; made: (source: Backfill) => void }) => {
  const [provider, setProvider] = useState<BackfillProvider>('github');
  const [server, setServer] = useState('');
  const [token, setToken] = useState('');
  const [repositories, setRepositories] = useState('');
  const [days, setDays] = useState(90);
  const [repairs, setRepairs] = useState(true);
  const [withLogs, setWithLogs] = useState(false);
  const [logDays, setLogDays] = useState(30);
  const [logBytes, setLogBytes] = useState(8 * MIB);
  const { tokenHint, serverHint, namesLabel, example, serverNeeded } = providers[provider];
  const names = namesIn(repositories);
  const ready = token.trim() !== '' && names.length > 0 && (!serverNeeded || server.trim() !== '');

  const send = async () =>
    made(
      await api.post<Backfill>('/backfills', {
        provider,
        url: server.trim() || undefined,
        token: token.trim(),
        repositories: names,
        since: new Date(Date.now() - days * 86_400_000).toISOString(),
        repairHours: repairs ? REPAIR_HOURS : 0,
        logs: withLogs ? { days: logDays, maxBytes: logBytes } : null,
      }),
    );

  return (
    <FormDrawer title="Add a source" action="Import" busyAction="Adding…" ready={ready} send={send} close={close}>
      <Field label="Provider">
        <RadioButtonGroup options={options} value={provider} onChange={setProvider} />
      </Field>
      <Field label="Server" required={serverNeeded} description={serverHint}>
        <Input
          id="source-server"
          value={server}
          placeholder={serverNeeded ? 'https://jenkins.example.org' : `https://${provider}.com`}
          onChange={({ currentTarget }) => setServer(currentTarget.value)}
        />
      </Field>
      <Field label="Token" required description={tokenHint}>
        <SecretInput
          id="source-token"
          isConfigured={false}
          onReset={() => setToken('')}
          autoComplete="off"
          value={token}
          onChange={({ currentTarget }) => setToken(currentTarget.value)}
        />
      </Field>
      <Field label={namesLabel} required description="One a line">
        <TextArea
          id="source-repositories"
          rows={4}
          value={repositories}
          placeholder={example}
          onChange={({ currentTarget }) => setRepositories(currentTarget.value)}
        />
      </Field>
      <Field label="How far back">
        <Select
          inputId="source-days"
          options={spans}
          value={days}
          onChange={({ value }) => value !== undefined && setDays(value)}
        />
      </Field>
      <Field>
        <Checkbox
          label="Repair lost deliveries"
          description={`Look again and again at the last ${REPAIR_HOURS} hours for runs that no webhook told of`}
          value={repairs}
          onChange={({ currentTarget }) => setRepairs(currentTarget.checked)}
        />
      </Field>
      <Field>
        <Checkbox
          label="Fetch build logs"
          description="One request more for each job, after all runs. Logs that jobs sent themselves are not fetched again"
          value={withLogs}
          onChange={({ currentTarget }) => setWithLogs(currentTarget.checked)}
        />
      </Field>
      {withLogs && (
        <>
          <Field label="Logs of" description="Providers delete logs after their own time, GitHub after 90 days">
            <Select
              inputId="source-log-days"
              options={spans}
              value={logDays}
              onChange={({ value }) => value !== undefined && setLogDays(value)}
            />
          </Field>
          <Field label="Size" description="Larger logs are left where they are">
            <Select
              inputId="source-log-bytes"
              options={logSizes}
              value={logBytes}
              onChange={({ value }) => value !== undefined && setLogBytes(value)}
            />
          </Field>
        </>
      )}
    </FormDrawer>
  );
};
