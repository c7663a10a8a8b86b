import { Field, Input, RadioButtonGroup, SecretInput } from '@grafana/ui';
import type { RollbackPolicy } from '@summit/contracts';
import { keepsSecret, type ActionDraft } from './actionDraft';

interface Props {
  draft: ActionDraft;
  set: (change: Partial<ActionDraft>) => void;
  /** The policy that is changed; a new one where it is missing. */
  policy: RollbackPolicy | undefined;
}

// Short: three fit beside each other into the drawer.
const kinds = [
  { value: 'webhook' as const, label: 'Webhook' },
  { value: 'github' as const, label: 'GitHub' },
  { value: 'gitlab' as const, label: 'GitLab' },
];
const auths = [
  { value: 'token' as const, label: 'API token' },
  { value: 'trigger' as const, label: 'Trigger token' },
];

/** Whom a policy asks for the rollback, and how. */
export const ActionFields = (props: Props) => {
  const { draft, set } = props;
  return (
    <>
      <Field label="Action">
        <RadioButtonGroup options={kinds} value={draft.kind} onChange={(kind) => set({ kind })} aria-label="Action" />
      </Field>
      {draft.kind === 'webhook' && <WebhookFields {...props} />}
      {draft.kind === 'github' && <GithubFields {...props} />}
      {draft.kind === 'gitlab' && <GitlabFields {...props} />}
    </>
  );
};

const WebhookFields = ({ draft, set, policy }: Props) => {
  const kept = keepsSecret(draft, policy?.action);
  return (
    <Field
      label="Address"
      required={!kept}
      description={kept ? `Left empty it stays at ${policy?.target ?? ''}` : 'https; it gets a signed POST'}
    >
      <Input
        id="policy-address"
        value={draft.address}
        placeholder="https://deploy.example.org/rollback"
        onChange={({ currentTarget }) => set({ address: currentTarget.value })}
      />
    </Field>
  );
};

const GithubFields = (props: Props) => (
  <>
    <Text {...props} of="githubApi" label="API" hint="Of an Enterprise Server: https://HOST/api/v3" />
    <Text {...props} of="repository" label="Repository of the workflow" hint="owner/name" />
    <Text {...props} of="workflow" label="Workflow" hint="File in .github/workflows that takes workflow_dispatch" />
    <Text {...props} of="ref" label="Branch or tag" />
    <Token {...props} hint="It may write Actions of that repository, and nothing else" />
  </>
);

const GitlabFields = (props: Props) => (
  <>
    <Text {...props} of="gitlabApi" label="API" hint="https://HOST/api/v4" />
    <Text {...props} of="project" label="Project" hint="Its number, or its path: group/name" />
    <Text {...props} of="ref" label="Branch or tag" />
    <Field label="Kind of token">
      <RadioButtonGroup
        options={auths}
        value={props.draft.auth}
        onChange={(auth) => props.set({ auth })}
        aria-label="Kind of token"
      />
    </Field>
    <Token {...props} hint="A trigger token can do the least: start pipelines of this project" />
  </>
);

interface TextProps extends Props {
  of: 'githubApi' | 'gitlabApi' | 'repository' | 'workflow' | 'project' | 'ref';
  label: string;
  hint?: string;
}

const Text = ({ draft, set, of, label, hint }: TextProps) => (
  <Field label={label} required description={hint}>
    <Input
      id={`policy-action-${of}`}
      value={draft[of]}
      onChange={({ currentTarget }) => set({ [of]: currentTarget.value })}
    />
  </Field>
);

const Token = ({ draft, set, policy, hint }: Props & { hint: string }) => {
  const kept = keepsSecret(draft, policy?.action);
  return (
    <Field label="Token" required={!kept} description={kept ? 'Left empty it stays the one that is kept' : hint}>
      <SecretInput
        id="policy-token"
        isConfigured={false}
        onReset={() => set({ token: '' })}
        autoComplete="off"
        value={draft.token}
        onChange={({ currentTarget }) => set({ token: currentTarget.value })}
      />
    </Field>
  );
};
