import { Alert, Button } from '@grafana/ui';
import type { CreatedRollbackPolicy, RollbackPolicies, RollbackPolicy } from '@summit/contracts';
import { useEffect, useState } from 'react';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';
import { useLoad } from '../../../shared/api/useLoad';
import { may, refused } from '../../../shared/rights/rights';
import { Copyable } from '../../../shared/ui/Copyable';
import { Page } from '../../../shared/ui/Page';
import { FailureNotice, Nothing, Skeleton } from '../../../shared/ui/states';
import { useUndo } from '../../../shared/ui/useUndo';
import { useUrlState } from '../../../shared/url/useUrlState';
import { DeliveryTabs } from '../DeliveryTabs';
import { PolicyForm } from './PolicyForm';
import { PolicyTable } from './PolicyTable';

const reloadEveryMs = 15_000;

/** What is taken back when it breaks something, and what was, or would have been? */
export const RollbackPage = () => {
  const url = useUrlState(['policy']);
  const loaded = useLoad('/rollback-policies', () => api.get<RollbackPolicies>('/rollback-policies'));
  const { data, failure, loading, reload } = loaded;
  const [made, setMade] = useState<CreatedRollbackPolicy>();
  const [leaving, setLeaving] = useState<string>();
  const [problem, setProblem] = useState<Failure>();
  const undo = useUndo();
  const mayChange = may('settings:write');
  useEffect(() => {
    const timer = setInterval(reload, reloadEveryMs);
    return () => clearInterval(timer);
  }, [reload]);

  const remove = (policy: RollbackPolicy) => {
    setLeaving(policy.id);
    undo.before(
      `The policy of ${policy.repository} in ${policy.environment} is removed`,
      () => {
        api
          .remove(`/rollback-policies/${encodeURIComponent(policy.id)}`)
          .then(reload)
          .catch((error: unknown) => setProblem(explain(error)))
          .finally(() => setLeaving(undefined));
      },
      () => setLeaving(undefined),
    );
  };
  const rotate = (policy: RollbackPolicy) => {
    setProblem(undefined);
    api
      .post<CreatedRollbackPolicy>(`/rollback-policies/${encodeURIComponent(policy.id)}/rotate`, {})
      .then(setMade)
      .catch((error: unknown) => setProblem(explain(error)));
  };
  const open = url.first('policy');
  const changed = data?.items.find(({ id }) => id === open);
  return (
    <Page
      subTitle="What is taken back when it breaks something, and what was, or would have been?"
      actions={
        <Button
          icon="plus"
          disabled={!mayChange}
          tooltip={mayChange ? undefined : refused['settings:write']}
          onClick={() => url.set({ policy: 'new' })}
        >
          New policy
        </Button>
      }
    >
      <DeliveryTabs active="rollback" />
      <div style={{ height: 16 }} />
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {problem && (
        <Alert severity="error" title={`${problem.hop}: ${problem.detail}`} onRemove={() => setProblem(undefined)}>
          {problem.advice}
        </Alert>
      )}
      {made && <MadeSecret policy={made} forget={() => setMade(undefined)} />}
      {!data && loading && <Skeleton rows={3} waitsFor="the policies" />}
      {data?.items.length === 0 && (
        <Nothing message="No rollback policy yet">
          A policy watches the deployments of a repository to an environment, and calls an address of yours, or starts a
          workflow of GitHub or a pipeline of GitLab, where one breaks something. It begins as a dry run: it shows what
          it would have done.
        </Nothing>
      )}
      {data && data.items.length > 0 && (
        <PolicyTable
          policies={data.items}
          leaving={leaving}
          mayChange={mayChange}
          change={(policy) => url.set({ policy: policy.id })}
          rotate={rotate}
          remove={remove}
        />
      )}
      {mayChange && (open === 'new' || changed) && (
        <PolicyForm
          key={open}
          policy={changed}
          among={data}
          close={() => url.set({ policy: null })}
          made={(policy) => {
            url.set({ policy: null });
            if (policy.secret !== null) setMade(policy);
            reload();
          }}
        />
      )}
      {undo.toast}
    </Page>
  );
};

/** The secret of a webhook, this once; a provider's token is nobody's business any more. */
const MadeSecret = ({ policy, forget }: { policy: CreatedRollbackPolicy; forget: () => void }) =>
  policy.secret === null ? null : (
    <Alert
      severity="success"
      title={`The secret that signs the calls of ${policy.repository} in ${policy.environment} is shown now and never again`}
      onRemove={forget}
      data-testid="made-policy"
    >
      <Copyable text={policy.secret} label="secret" />
    </Alert>
  );
