import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, useStyles2 } from '@grafana/ui';
import { CiProvider, type CreatedHook, type Hook, type HookProvider } from '@summit/contracts';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';
import { usePages } from '../../../shared/api/usePages';
import { nameOfDoor } from '../../../shared/ci/providers';
import { useLive } from '../../../shared/live/useLive';
import { FailureNotice, Skeleton } from '../../../shared/ui/states';
import { useUndo } from '../../../shared/ui/useUndo';
import { DoorTable } from './DoorTable';
import { guides } from './guides';

export type NewDoor = z.infer<typeof CreatedHook>;

const askEveryMs = 2000;

/** When something first came through the door that was just made; asked for again and again until it did. */
function useFirstDelivery(rows: readonly Hook[] | undefined, made: NewDoor | undefined, reload: () => void) {
  const delivered = rows?.find(({ id }) => id === made?.id)?.lastDeliveryAt ?? null;
  const waits = made !== undefined && delivered === null;
  useEffect(() => {
    if (!waits) return;
    // A first delivery may be a push, which changes no run and so comes over no stream.
    const timer = setInterval(reload, askEveryMs);
    return () => clearInterval(timer);
  }, [waits, reload]);
  return delivered;
}

/** The doors that webhooks come in by, and how to lead each CI system and Grafana Alerting to one. */
export const Hooks = () => {
  const { rows, failure, loading, reload, patch } = usePages<Hook>('/hooks');
  const [made, setMade] = useState<NewDoor>();
  const [leaving, setLeaving] = useState<string>();
  const [problem, setProblem] = useState<Failure>();
  const undo = useUndo();
  const styles = useStyles2(getStyles);
  useLive(['run', 'incident'], reload);
  const delivered = useFirstDelivery(rows, made, reload);
  const Guide = made && guides[made.provider];

  const act = (call: Promise<NewDoor>) => {
    setProblem(undefined);
    call
      .then((door) => {
        setMade(door);
        reload();
      })
      .catch((error: unknown) => setProblem(explain(error)));
  };
  const make = (provider: HookProvider) => act(api.post<NewDoor>('/hooks', { provider }));
  const close = (hook: Hook) => {
    setLeaving(hook.id);
    undo.before(
      `The door "${hook.name}" is closed`,
      () => {
        api
          .remove(`/hooks/${encodeURIComponent(hook.id)}`)
          .then(() => patch((all) => all.filter(({ id }) => id !== hook.id)))
          .catch((error: unknown) => setProblem(explain(error)))
          .finally(() => setLeaving(undefined));
      },
      () => setLeaving(undefined),
    );
  };

  return (
    <>
      {problem && (
        <Alert severity="error" title={`${problem.hop}: ${problem.detail}`} onRemove={() => setProblem(undefined)}>
          {problem.advice}
        </Alert>
      )}
      <p className={styles.connect}>
        {CiProvider.options.map((provider) => (
          <Button key={provider} icon="link" variant="secondary" onClick={() => make(provider)}>
            Connect {nameOfDoor(provider)}
          </Button>
        ))}
        <Button icon="bell" variant="secondary" onClick={() => make('grafana')}>
          Connect Grafana Alerting
        </Button>
      </p>
      {made && Guide && (
        <Guide
          door={made}
          delivered={delivered}
          onSecret={(secret) => act(api.post<NewDoor>(`/hooks/${encodeURIComponent(made.id)}/rotate`, { secret }))}
        />
      )}
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!rows && loading && <Skeleton waitsFor="the doors" rows={3} />}
      {rows && rows.length > 0 && (
        <DoorTable
          doors={rows.filter(({ id }) => id !== leaving)}
          rotate={(hook) => act(api.post<NewDoor>(`/hooks/${encodeURIComponent(hook.id)}/rotate`))}
          close={close}
        />
      )}
      {undo.toast}
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  connect: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
});
