import type { RunningDeployment } from '@summit/contracts';
import { Button, useStyles2 } from '@grafana/ui';
import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { usePages } from '../../../shared/api/usePages';
import { appRoutes } from '../../../shared/appRoutes';
import { useListKeys } from '../../../shared/keys/useListKeys';
import { LiveNote } from '../../../shared/live/LiveNote';
import { useLive, useThrottled } from '../../../shared/live/useLive';
import { Page } from '../../../shared/ui/Page';
import { filterBarStyles } from '../../../shared/ui/filterBarStyles';
import { SuggestedFilter } from '../../../shared/ui/filters';
import { PageLink } from '../../../shared/ui/PageLink';
import { FailureNotice, Nothing, Skeleton } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { DeliveryTabs } from '../DeliveryTabs';
import { matrixOf, type MatrixRow } from './matrix';
import { MatrixTable } from './MatrixTable';

const filterNames = ['repository', 'environment'] as const;
const reloadEveryMs = 5000;

/** Where Enter leads: to what went to production, else to the column furthest on the way there. */
const mostImportant = ({ cells }: MatrixRow, environments: readonly { name: string }[]): string | undefined =>
  environments.flatMap(({ name }) => cells.get(name)?.deployment.id ?? []).at(-1);

/** What runs where, and what is behind? */
export const Environments = () => {
  const styles = useStyles2(filterBarStyles);
  const url = useUrlState(filterNames);
  const { rows, next, loading, failure, reload, more } = usePages<RunningDeployment>('/environments', {
    ...url.values,
    limit: 200,
  });
  const matrix = useMemo(() => matrixOf(rows ?? []), [rows]);
  const reloadSoon = useThrottled(reload, reloadEveryMs);
  useLive(['run'], (event) => {
    // A deployment ends with its run, or while it goes on. Where more was loaded, a reload would take it away again.
    if (rows === undefined || rows.length <= 200) if (event.type === 'reset' || event.type === 'run') reloadSoon();
  });
  const navigate = useNavigate();
  const open = useCallback(
    (index: number) => {
      const row = matrix.rows[index];
      const id = row && mostImportant(row, matrix.environments);
      if (id) void navigate(appRoutes.deployment(id));
    },
    [navigate, matrix],
  );
  const { row, help } = useListKeys({ count: matrix.rows.length, open });
  const filtered = Object.values(url.values).some((values) => values.length > 0);
  return (
    <Page subTitle="What runs where, and what is behind?">
      <DeliveryTabs active="environments" />
      <div className={styles.bar} role="search" aria-label="Filter environments">
        <SuggestedFilter url={url} name="repository" label="Repository" source="repositories" />
        <SuggestedFilter url={url} name="environment" label="Environment" source="environments" />
      </div>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!rows && loading && <Skeleton waitsFor="environments from the bridge" />}
      {rows?.length === 0 && !loading && !failure && (
        <Empty clear={filtered ? () => url.set({ repository: null, environment: null }) : undefined} />
      )}
      <LiveNote />
      {matrix.rows.length > 0 && <MatrixTable matrix={matrix} row={row} />}
      {next !== null && (
        <div>
          <Button variant="secondary" onClick={more} disabled={loading}>
            {loading ? 'Loading…' : 'More repositories'}
          </Button>
        </div>
      )}
      {help}
    </Page>
  );
};

const Empty = ({ clear }: { clear: (() => void) | undefined }) =>
  clear ? (
    <Nothing message="Nothing runs there">
      <Button variant="secondary" onClick={clear}>
        Clear filters
      </Button>
    </Nothing>
  ) : (
    <Nothing message="Nothing was deployed yet">
      <p>A repository and its environments appear here with the first deployment that succeeds.</p>
      <PageLink href={`${appRoutes.settings()}?tab=hooks`} icon="link">
        Connect a CI system
      </PageLink>
    </Nothing>
  );
