import { Button, Select, useStyles2 } from '@grafana/ui';
import type { TestSummary } from '@summit/contracts';
import { useRef } from 'react';
import { useNavigate } from 'react-router-dom';
import { usePages } from '../../../shared/api/usePages';
import { appRoutes } from '../../../shared/appRoutes';
import { allPages } from '../../../shared/csv/allPages';
import { CsvButton } from '../../../shared/csv/CsvButton';
import { useListKeys } from '../../../shared/keys/useListKeys';
import { Page } from '../../../shared/ui/Page';
import { filterBarStyles } from '../../../shared/ui/filterBarStyles';
import { FixedFilter, SuggestedFilter } from '../../../shared/ui/filters';
import { PagesFrame } from '../../../shared/ui/PagesFrame';
import { SearchBox } from '../../../shared/ui/SearchBox';
import { Nothing } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { PipelinesTabs } from '../PipelinesTabs';
import { testColumns } from './csv';
import { SummaryTable } from './SummaryTable';
import { TestsViews } from './TestsViews';

const filterNames = ['q', 'repository', 'state', 'owner', 'sort'] as const;

const states = [
  { value: 'failing', label: 'Failing now' },
  { value: 'flaky', label: 'Flaky' },
  { value: 'quarantined', label: 'Quarantined' },
];
const sorts = [
  { value: '', label: 'Most flaky first' },
  { value: 'failures', label: 'Most failures first' },
  { value: 'duration', label: 'Slowest first' },
  { value: 'lastSeen', label: 'Last run first' },
];

/** Which tests cost the most trust and time? */
export const TestsPage = () => {
  const styles = useStyles2(filterBarStyles);
  const url = useUrlState(filterNames);
  const searchBox = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const { q, repository, state, owner } = url.values;
  const params = { q: q?.[0], repository, state, owner, sort: url.first('sort') || undefined };
  const tests = usePages<TestSummary>('/tests', params);
  const { row, help } = useListKeys({
    count: tests.rows?.length ?? 0,
    open: (index) => {
      const test = tests.rows?.[index];
      if (test) void navigate(appRoutes.test(test.id));
    },
    focusSearch: () => searchBox.current?.focus(),
  });
  const filtered = [q, repository, state, owner].some((values) => (values ?? []).length > 0);
  return (
    <Page
      pageNav={{ text: 'Tests', parentItem: { text: 'Pipelines', url: appRoutes.pipelines() } }}
      subTitle="Which tests cost the most trust and time?"
      actions={
        <CsvButton
          name="tests"
          columns={testColumns}
          rows={(told, signal) => allPages('/tests', params, told, signal)}
        />
      }
    >
      <PipelinesTabs active="tests" />
      <TestsViews active="results" />
      <div className={styles.bar} role="search" aria-label="Filter tests">
        <div className={styles.search}>
          <SearchBox
            inputRef={searchBox}
            placeholder="Suite, name, file ( / )"
            value={url.first('q')}
            onCommit={(text) => url.set({ q: text }, { replace: true })}
          />
        </div>
        <FixedFilter url={url} name="state" label="State" options={states} />
        <SuggestedFilter url={url} name="repository" label="Repository" source="repositories" />
        <SuggestedFilter url={url} name="owner" label="Owner" source="owners" also={['nobody']} />
        <Select
          aria-label="Sort"
          options={sorts}
          value={url.first('sort')}
          onChange={({ value }) => url.set({ sort: value || null })}
        />
      </div>
      <PagesFrame
        pages={tests}
        waitsFor="tests from the bridge"
        more="More tests"
        empty={
          filtered ? (
            <NoMatch clear={() => url.set({ q: null, repository: null, state: null, owner: null })} />
          ) : (
            <NoTests />
          )
        }
      >
        {(rows) => <SummaryTable tests={rows} row={row} />}
      </PagesFrame>
      {help}
    </Page>
  );
};

const NoMatch = ({ clear }: { clear: () => void }) => (
  <Nothing message="No test matches these filters">
    <Button variant="secondary" onClick={clear}>
      Clear filters
    </Button>
  </Nothing>
);

const NoTests = () => (
  <Nothing message="No report of tests was uploaded yet">
    <p>Open a run and its tab Tests: it has the command that uploads one.</p>
  </Nothing>
);
