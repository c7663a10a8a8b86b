import { Alert, Button } from '@grafana/ui';
import type { Backfill } from '@summit/contracts';
import { useEffect, useState } from 'react';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';
import { usePages } from '../../../shared/api/usePages';
import { FailureNotice, Nothing, Skeleton } from '../../../shared/ui/states';
import { useUndo } from '../../../shared/ui/useUndo';
import { useUrlState } from '../../../shared/url/useUrlState';
import { NewSource } from './NewSource';
import { SourceCard } from './SourceCard';

const LIVE_MS = 2_000;
const IDLE_MS = 30_000;

const moves = ({ state }: Backfill): boolean => state === 'running' || state === 'waiting';

/** Asks again while something is under way, and now and then for repairs to come. */
function useFollow(rows: readonly Backfill[] | undefined, reload: () => void): void {
  const everyMs = rows?.some(moves) ? LIVE_MS : IDLE_MS;
  const any = rows !== undefined && rows.length > 0;
  useEffect(() => {
    if (!any) return;
    const timer = setInterval(reload, everyMs);
    return () => clearInterval(timer);
  }, [any, everyMs, reload]);
}

/** Where history is imported from, and lost deliveries are made good. */
export const Backfills = () => {
  const url = useUrlState(['new']);
  const { rows, failure, next, loading, reload, more, patch } = usePages<Backfill>('/backfills');
  const [leaving, setLeaving] = useState<string>();
  const [problem, setProblem] = useState<Failure>();
  const undo = useUndo();
  useFollow(rows, reload);
  if (failure && !rows) return <FailureNotice failure={failure} retry={reload} />;
  if (!rows) return <Skeleton waitsFor="the sources" rows={2} height={120} />;

  const act = (call: Promise<Backfill>) => {
    setProblem(undefined);
    call
      .then((after) => patch((all) => all.map((one) => (one.id === after.id ? after : one))))
      .catch((error: unknown) => setProblem(explain(error)));
  };
  const path = ({ id }: Backfill) => `/backfills/${encodeURIComponent(id)}`;
  const remove = (source: Backfill) => {
    setLeaving(source.id);
    undo.before(
      `The source "${source.name}" is removed; what it brought stays`,
      () => {
        api
          .remove(path(source))
          .then(() => patch((all) => all.filter(({ id }) => id !== source.id)))
          .catch((error: unknown) => setProblem(explain(error)))
          .finally(() => setLeaving(undefined));
      },
      () => setLeaving(undefined),
    );
  };
  const shown = rows.filter(({ id }) => id !== leaving);
  const add = (
    <Button icon="plus" onClick={() => url.set({ new: '1' })}>
      Add a source
    </Button>
  );
  return (
    <>
      {problem && (
        <Alert severity="error" title={`${problem.hop}: ${problem.detail}`} onRemove={() => setProblem(undefined)}>
          {problem.advice}
        </Alert>
      )}
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {shown.length === 0 ? (
        <Nothing message="No history is imported">
          <p>
            Webhooks tell of what happens from now on. A source asks GitHub, GitLab or Jenkins for what was before, and
            for deliveries that were lost.
          </p>
          {add}
        </Nothing>
      ) : (
        <>
          <p>{add}</p>
          {shown.map((source) => (
            <SourceCard
              key={source.id}
              source={source}
              pause={() => act(api.post<Backfill>(`${path(source)}/pause`))}
              resume={(token) =>
                act(api.post<Backfill>(`${path(source)}/resume`, token === undefined ? {} : { token }))
              }
              remove={() => remove(source)}
            />
          ))}
        </>
      )}
      {next !== null && (
        <Button variant="secondary" onClick={more} disabled={loading}>
          Older sources
        </Button>
      )}
      {url.first('new') === '1' && (
        <NewSource
          close={() => url.set({ new: null })}
          made={(source) => {
            url.set({ new: null });
            patch((all) => [source, ...all]);
          }}
        />
      )}
      {undo.toast}
    </>
  );
};
