import { Alert, Button } from '@grafana/ui';
import type { Incident, IncidentDetail, IncidentStatus, Me } from '@summit/contracts';
import { useState } from 'react';
import type { z } from 'zod';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';
import { may, refused } from '../../../shared/rights/rights';
import { useUndo } from '../../../shared/ui/useUndo';
import { stateLooks, states } from '../looks/looks';

const verbs: Readonly<Record<IncidentStatus, string>> = {
  open: 'Reopen',
  investigating: 'Investigate',
  mitigated: 'Mitigated',
  resolved: 'Resolve',
};

interface Props {
  incident: Incident;
  path: string;
  changed: (incident: IncidentDetail) => void;
}

/** The way on from where the incident stands; each step can be taken back. */
export const StateButtons = ({ incident, path, changed }: Props) => {
  const undo = useUndo();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const allowed = may('entities:write');

  const put = async (update: { status: IncidentStatus; assignedTo?: string }) => {
    setBusy(true);
    setFailure(undefined);
    try {
      changed(await api.put<IncidentDetail>(path, update));
      return true;
    } catch (error) {
      setFailure(explain(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const move = async (status: IncidentStatus) => {
    const before = incident.status;
    const title = `Incident is ${stateLooks[status].text.toLowerCase()}`;
    if (await put({ status })) undo.after(title, () => void put({ status: before }));
  };
  const take = async () => {
    try {
      const { actor } = await api.get<z.infer<typeof Me>>('/me');
      await put({ status: incident.status, assignedTo: actor });
    } catch (error) {
      setFailure(explain(error));
    }
  };
  const next = states.filter(
    (status) => status !== incident.status && (status !== 'open' || incident.status === 'resolved'),
  );
  const tooltip = allowed ? undefined : refused['entities:write'];

  return (
    <>
      {!incident.assignedTo && incident.status !== 'resolved' && (
        <Button
          size="sm"
          variant="secondary"
          icon="user"
          disabled={busy || !allowed}
          tooltip={tooltip}
          onClick={() => void take()}
        >
          I act
        </Button>
      )}
      {next.map((status) => (
        <Button
          key={status}
          size="sm"
          variant={status === 'resolved' ? 'primary' : 'secondary'}
          disabled={busy || !allowed}
          tooltip={tooltip}
          onClick={() => void move(status)}
        >
          {verbs[status]}
        </Button>
      ))}
      {failure && (
        <Alert severity="error" title={`${failure.hop}: ${failure.detail}`} onRemove={() => setFailure(undefined)}>
          {failure.advice}
        </Alert>
      )}
      {undo.toast}
    </>
  );
};
