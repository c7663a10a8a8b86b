import { Alert, Button } from '@grafana/ui';
import type { Team, Teams } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';
import { useLoad } from '../../../shared/api/useLoad';
import { useListKeys } from '../../../shared/keys/useListKeys';
import { may, refused } from '../../../shared/rights/rights';
import { FailureNotice, Nothing, Skeleton } from '../../../shared/ui/states';
import { useUndo } from '../../../shared/ui/useUndo';
import { useUrlState } from '../../../shared/url/useUrlState';
import { TeamForm } from './TeamForm';
import { TeamTable } from './TeamTable';

/** A name cannot begin with it, so no team is in its way in the URL. */
const NEW = '+';

/** Whose repositories are these? */
export const TeamSettings = () => {
  const url = useUrlState(['team']);
  const { data, failure, loading, reload } = useLoad('/teams', () => api.get<Teams>('/teams'));
  const [leaving, setLeaving] = useState<string>();
  const [problem, setProblem] = useState<Failure>();
  const undo = useUndo();
  const mayChange = may('settings:write');
  const teams = (data?.items ?? []).filter(({ name }) => name !== leaving);
  const change = ({ name }: Team) => url.set({ team: name });
  const { row, help } = useListKeys({
    count: teams.length,
    open: (index) => {
      const team = teams[index];
      if (team && mayChange) change(team);
    },
  });
  const remove = ({ name }: Team) => {
    setLeaving(name);
    undo.before(
      `The team ${name} is removed`,
      () => {
        api
          .remove(`/teams/${encodeURIComponent(name)}`)
          .then(reload)
          .catch((error: unknown) => setProblem(explain(error)))
          .finally(() => setLeaving(undefined));
      },
      () => setLeaving(undefined),
    );
  };
  const open = url.first('team');
  const changed = data?.items.find(({ name }) => name === open);
  const close = () => url.set({ team: null });
  return (
    <>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {problem && (
        <Alert severity="error" title={`${problem.hop}: ${problem.detail}`} onRemove={() => setProblem(undefined)}>
          {problem.advice}
        </Alert>
      )}
      <p>
        <Button
          icon="plus"
          disabled={!mayChange}
          tooltip={mayChange ? undefined : refused['settings:write']}
          onClick={() => url.set({ team: NEW })}
        >
          New team
        </Button>
      </p>
      {!data && loading && <Skeleton rows={3} waitsFor="the teams" />}
      {data?.items.length === 0 && (
        <Nothing message="No team yet">
          A team is a set of repositories, by name or by pattern. DORA, cost and deployments can then be looked at for
          each team. A file in a repository can hold them: PUT /api/v1/teams.
        </Nothing>
      )}
      {teams.length > 0 && <TeamTable teams={teams} row={row} mayChange={mayChange} change={change} remove={remove} />}
      {mayChange && (open === NEW || changed) && (
        <TeamForm
          key={open}
          team={changed}
          close={close}
          made={() => {
            close();
            reload();
          }}
        />
      )}
      {undo.toast}
      {help}
    </>
  );
};
