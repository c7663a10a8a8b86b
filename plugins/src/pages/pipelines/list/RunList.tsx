import { Button } from '@grafana/ui';
import { useCallback, useRef } from 'react';
import { useNavigate } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { allPages } from '../../../shared/csv/allPages';
import { CsvButton } from '../../../shared/csv/CsvButton';
import { useListKeys } from '../../../shared/keys/useListKeys';
import { ListFrame } from '../../../shared/ui/ListFrame';
import { Page } from '../../../shared/ui/Page';
import { PageLink } from '../../../shared/ui/PageLink';
import { Nothing } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { PipelinesTabs } from '../PipelinesTabs';
import { Board } from './Board';
import { FilterBar } from './FilterBar';
import { runColumns } from './csv';
import { apiParams, filterNames } from './filters';
import { RunTable } from './RunTable';
import { useRuns } from './useRuns';

/** What is running, and what needs fixing? */
export const RunList = () => {
  const url = useUrlState(filterNames);
  const runs = useRuns(url.values);
  const searchBox = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const open = useCallback(
    (index: number) => {
      const run = runs.rows?.[index];
      if (run) void navigate(appRoutes.run(run.id));
    },
    [navigate, runs.rows],
  );
  const focusSearch = useCallback(() => searchBox.current?.focus(), []);
  const { row, help } = useListKeys({ count: runs.rows?.length ?? 0, open, focusSearch });
  const filtered = Object.values(url.values).some((values) => values.length > 0);
  const clear = () => url.set(Object.fromEntries(filterNames.map((name) => [name, null])));

  return (
    <Page
      subTitle="What is running, and what needs fixing?"
      actions={
        <CsvButton
          name="runs"
          columns={runColumns}
          rows={(told, signal) => allPages('/runs', apiParams(url.values, Date.now()), told, signal)}
        />
      }
    >
      <PipelinesTabs active="runs" />
      <Board />
      <FilterBar url={url} searchBox={searchBox} />
      <ListFrame
        list={runs}
        waitsFor="runs from the bridge"
        older="Older runs"
        empty={filtered ? <NoMatch clear={clear} /> : <NoRuns />}
      >
        {(rows) => <RunTable runs={rows} row={row} />}
      </ListFrame>
      {help}
    </Page>
  );
};

const NoRuns = () => (
  <Nothing message="No runs yet">
    <p>Runs appear here a moment after your CI system sends its first webhook.</p>
    <PageLink href={`${appRoutes.settings()}?tab=hooks`} icon="link">
      Connect GitHub
    </PageLink>
  </Nothing>
);

const NoMatch = ({ clear }: { clear: () => void }) => (
  <Nothing message="No run matches these filters">
    <Button variant="secondary" onClick={clear}>
      Clear filters
    </Button>
  </Nothing>
);
