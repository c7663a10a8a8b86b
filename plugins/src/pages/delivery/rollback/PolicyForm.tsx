import { Checkbox, Field, Input, RadioButtonGroup } from '@grafana/ui';
import type { CreatedRollbackPolicy, RollbackConditions, RollbackPolicy } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { FormDrawer } from '../../../shared/ui/FormDrawer';
import { modeOf } from './words';

interface Props {
  /** The one to change; a new one where it is missing. */
  policy: RollbackPolicy | undefined;
  close: () => void;
  made: (policy: CreatedRollbackPolicy | RollbackPolicy) => void;
}

const modes = [
  { value: 'dry run' as const, label: 'Dry run', description: 'Decides and shows it; calls nobody' },
  { value: 'acts' as const, label: 'Acts', description: 'Calls the address, once a deployment' },
  { value: 'off' as const, label: 'Off', description: 'Looks at nothing' },
];

const numberOf = (text: string): number | null => (/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null);

/** Makes or changes a policy. */
export const PolicyForm = ({ policy, close, made }: Props) => {
  const [repository, setRepository] = useState(policy?.repository ?? '');
  const [environment, setEnvironment] = useState(policy?.environment ?? 'production');
  const [address, setAddress] = useState('');
  const [mode, setMode] = useState(policy ? modeOf(policy) : 'dry run');
  const [minutes, setMinutes] = useState(String(policy?.windowMinutes ?? 60));
  const [fatal, setFatal] = useState(policy?.conditions.newFatalIssue ?? true);
  const [ratio, setRatio] = useState(policy ? (policy.conditions.worseRatio?.toString() ?? '') : '2');
  const [events, setEvents] = useState(policy?.conditions.newIssueEvents?.events.toString() ?? '');
  const [within, setWithin] = useState(policy?.conditions.newIssueEvents?.minutes.toString() ?? '10');

  const conditions: RollbackConditions = {
    newFatalIssue: fatal,
    worseRatio: numberOf(ratio),
    newIssueEvents: events.trim() === '' ? null : { events: numberOf(events) ?? 0, minutes: numberOf(within) ?? 0 },
  };
  const some = fatal || conditions.worseRatio !== null || conditions.newIssueEvents !== null;
  const named =
    policy !== undefined || (repository.trim() !== '' && environment.trim() !== '' && address.trim() !== '');
  const send = async () => {
    const body = {
      enabled: mode !== 'off',
      dryRun: mode !== 'acts',
      windowMinutes: numberOf(minutes) ?? 0,
      conditions,
      ...(address.trim() !== '' && { url: address.trim() }),
    };
    made(
      policy
        ? await api.put<RollbackPolicy>(`/rollback-policies/${encodeURIComponent(policy.id)}`, body)
        : await api.post<CreatedRollbackPolicy>('/rollback-policies', {
            ...body,
            repository: repository.trim(),
            environment: environment.trim(),
          }),
    );
  };

  return (
    <FormDrawer
      title={policy ? `Policy of ${policy.repository}` : 'New rollback policy'}
      subtitle="Where one of the conditions holds within the window after a deployment, the address is called, once."
      action={policy ? 'Save' : 'Make policy'}
      busyAction={policy ? 'Saving…' : 'Making…'}
      ready={some && named}
      send={send}
      close={close}
    >
      {!policy && (
        <>
          <Field label="Repository" required description="As deployments name it: owner/name">
            <Input
              id="policy-repository"
              autoFocus
              value={repository}
              onChange={({ currentTarget }) => setRepository(currentTarget.value)}
            />
          </Field>
          <Field label="Environment" required>
            <Input
              id="policy-environment"
              value={environment}
              onChange={({ currentTarget }) => setEnvironment(currentTarget.value)}
            />
          </Field>
        </>
      )}
      <Field
        label="Address"
        required={!policy}
        description={policy ? `Left empty it stays at ${policy.target}` : 'https; it gets a signed POST'}
      >
        <Input
          id="policy-address"
          value={address}
          placeholder="https://deploy.example.org/rollback"
          onChange={({ currentTarget }) => setAddress(currentTarget.value)}
        />
      </Field>
      <Field label="Mode" description={modes.find(({ value }) => value === mode)?.description}>
        <RadioButtonGroup options={modes} value={mode} onChange={setMode} aria-label="Mode" />
      </Field>
      <Field label="Window" description="Minutes after the end of a deployment, 5 to 1440">
        <Input
          id="policy-minutes"
          type="number"
          value={minutes}
          onChange={({ currentTarget }) => setMinutes(currentTarget.value)}
        />
      </Field>
      <Field label="A new fatal issue">
        <Checkbox label="rolls back" value={fatal} onChange={({ currentTarget }) => setFatal(currentTarget.checked)} />
      </Field>
      <Field label="Errors worse, times as many" description="Shown to be worse at 99 %; empty: not asked">
        <Input
          id="policy-ratio"
          type="number"
          value={ratio}
          onChange={({ currentTarget }) => setRatio(currentTarget.value)}
        />
      </Field>
      <Field label="Events of new issues" description="Empty: not asked">
        <Input
          id="policy-events"
          type="number"
          value={events}
          onChange={({ currentTarget }) => setEvents(currentTarget.value)}
        />
      </Field>
      <Field label="… within minutes">
        <Input
          id="policy-within"
          type="number"
          value={within}
          onChange={({ currentTarget }) => setWithin(currentTarget.value)}
        />
      </Field>
    </FormDrawer>
  );
};
