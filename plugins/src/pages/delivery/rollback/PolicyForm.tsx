import { Checkbox, Field, Input, RadioButtonGroup } from '@grafana/ui';
import type { CreatedRollbackPolicy, RollbackPolicies, RollbackPolicy } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { FormDrawer } from '../../../shared/ui/FormDrawer';
import { ActionFields } from './ActionFields';
import { MeasuredFields } from './MeasuredFields';
import { bodyOf, draftOf, isReady, type Draft } from './draft';

interface Props {
  /** The one to change; a new one where it is missing. */
  policy: RollbackPolicy | undefined;
  /** All there are, and whether the bridge has metrics to ask; missing until that is known. */
  among: RollbackPolicies | undefined;
  close: () => void;
  made: (policy: CreatedRollbackPolicy) => void;
}

const modes = [
  { value: 'dry run' as const, label: 'Dry run', description: 'Decides and shows it; asks nobody' },
  { value: 'acts' as const, label: 'Acts', description: 'Asks for the action, once a deployment' },
  { value: 'off' as const, label: 'Off', description: 'Looks at nothing' },
];

/** Makes or changes a policy. */
export const PolicyForm = ({ policy, among, close, made }: Props) => {
  const [draft, setDraft] = useState(() => draftOf(policy));
  const set = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }));
  const send = async () => {
    const body = bodyOf(draft);
    made(
      policy
        ? await api.put<CreatedRollbackPolicy>(`/rollback-policies/${encodeURIComponent(policy.id)}`, body)
        : await api.post<CreatedRollbackPolicy>('/rollback-policies', {
            ...body,
            repository: draft.repository.trim(),
            environment: draft.environment.trim(),
          }),
    );
  };
  const words = policy
    ? { title: `Policy of ${policy.repository}`, action: 'Save', busyAction: 'Saving…' }
    : { title: 'New rollback policy', action: 'Make policy', busyAction: 'Making…' };
  return (
    <FormDrawer
      {...words}
      subtitle="Where one of the conditions holds within the window after a deployment, the action is asked for, once."
      ready={isReady(draft, policy?.action)}
      send={send}
      close={close}
    >
      {!policy && <Place draft={draft} set={set} />}
      <ActionFields
        draft={draft.action}
        set={(change) => setDraft((old) => ({ ...old, action: { ...old.action, ...change } }))}
        policy={policy}
      />
      <Field label="Mode" description={modes.find(({ value }) => value === draft.mode)?.description}>
        <RadioButtonGroup options={modes} value={draft.mode} onChange={(mode) => set({ mode })} aria-label="Mode" />
      </Field>
      <Conditions draft={draft} set={set} />
      <MeasuredFields draft={draft} set={set} metrics={among?.metrics ?? false} />
    </FormDrawer>
  );
};

interface PartProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
}

const Place = ({ draft, set }: PartProps) => (
  <>
    <Field label="Repository" required description="As deployments name it: owner/name">
      <Input
        id="policy-repository"
        autoFocus
        value={draft.repository}
        onChange={({ currentTarget }) => set({ repository: currentTarget.value })}
      />
    </Field>
    <Field label="Environment" required>
      <Input
        id="policy-environment"
        value={draft.environment}
        onChange={({ currentTarget }) => set({ environment: currentTarget.value })}
      />
    </Field>
  </>
);

const Conditions = ({ draft, set }: PartProps) => (
  <>
    <Field label="Window" description="Minutes after the end of a deployment, 5 to 1440">
      <Input
        id="policy-minutes"
        type="number"
        value={draft.minutes}
        onChange={({ currentTarget }) => set({ minutes: currentTarget.value })}
      />
    </Field>
    <Field label="A new fatal issue">
      <Checkbox
        label="rolls back"
        value={draft.fatal}
        onChange={({ currentTarget }) => set({ fatal: currentTarget.checked })}
      />
    </Field>
    <Field label="Errors worse, times as many" description="Shown to be worse at 99 %; empty: not asked">
      <Input
        id="policy-ratio"
        type="number"
        value={draft.ratio}
        onChange={({ currentTarget }) => set({ ratio: currentTarget.value })}
      />
    </Field>
    <Field label="Events of new issues" description="Empty: not asked">
      <Input
        id="policy-events"
        type="number"
        value={draft.events}
        onChange={({ currentTarget }) => set({ events: currentTarget.value })}
      />
    </Field>
    <Field label="… within minutes">
      <Input
        id="policy-within"
        type="number"
        value={draft.within}
        onChange={({ currentTarget }) => set({ within: currentTarget.value })}
      />
    </Field>
  </>
);
