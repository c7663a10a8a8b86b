import { Field, Input, TextArea } from '@grafana/ui';
import type { Team } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { FormDrawer } from '../../../shared/ui/FormDrawer';
import { bodyOf, draftOf, isReady } from './draft';

interface Props {
  /** The one to change; a new one where it is missing. */
  team: Team | undefined;
  close: () => void;
  made: () => void;
}

/** Makes or changes a team. */
export const TeamForm = ({ team, close, made }: Props) => {
  const [draft, setDraft] = useState(() => draftOf(team));
  const send = async () => {
    const body = bodyOf(draft);
    if (team) await api.put<Team>(`/teams/${encodeURIComponent(team.name)}`, body);
    else await api.post<Team>('/teams', body);
    made();
  };
  const words = team
    ? { title: `Team ${team.name}`, action: 'Save', busyAction: 'Saving…' }
    : { title: 'New team', action: 'Make team', busyAction: 'Making…' };
  return (
    <FormDrawer
      {...words}
      subtitle="A team is its repositories: metrics, cost and deployments can be cut to them."
      ready={isReady(draft)}
      send={send}
      close={close}
    >
      <Field label="Name" required>
        <Input
          id="team-name"
          autoFocus
          value={draft.name}
          onChange={({ currentTarget }) => setDraft({ ...draft, name: currentTarget.value })}
        />
      </Field>
      <Field label="Repositories" required description="One a line, as owner/name. * stands for anything: owner/*">
        <TextArea
          id="team-repositories"
          rows={8}
          value={draft.repositories}
          placeholder={'demo/shop\ndemo/shop-*'}
          onChange={({ currentTarget }) => setDraft({ ...draft, repositories: currentTarget.value })}
        />
      </Field>
    </FormDrawer>
  );
};
