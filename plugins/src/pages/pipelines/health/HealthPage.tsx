import { Button, Select, useStyles2 } from '@grafana/ui';
import type { Pipeline } from '@summit/contracts';
import { useRef } from 'react';
import { useNavigate } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { CsvButton } from '../../../shared/csv/CsvButton';
import { useListKeys } from '../../../shared/keys/useListKeys';
import { count } from '../../../shared/time/format';
import { Page } from '../../../shared/ui/Page';
import { filterBarStyles } from '../../../shared/ui/filterBarStyles';
import { SuggestedFilter } from '../../../shared/ui/filters';
import { PageLink } from '../../../shared/ui/PageLink';
import { SearchBox } from '../../../shared/ui/SearchBox';
import { FailureNotice, Nothing, Skeleton } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { PipelinesTabs } from '../PipelinesTabs';
import { pipelineColumns } from './csv';
import { Causes } from './failures/Causes';
import { FailuresOfPage } from './failures/FailuresOfPage';
import { causesByPipeline, useCauses } from './failures/useCauses';
import { HealthTable, runsOf } from './HealthTable';
import { defaultFrom, defaultSort, drawerNames, filterNames, ranges, sorts } from './query';
import { RunnersSection } from './runners/RunnersSection';
import { useHealth } from './useHealth';

const question = 'What should we fix first?';

/** Pipelines by how they do, what is worth mending first on top. */
export const HealthPage = () => {
  const styles = useStyles2(filterBarStyles);
  const url = useUrlState(filterNames);
  const drawer = useUrlState(drawerNames);
  const causes = useCauses(url.values);
  const { data, failure, loading, reload } = useHealth(url.values);
  const searchBox = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const rows = data?.items ?? [];
  const { row, help } = useListKeys({
    count: rows.length,
    open: (index) => {
      const pipeline = rows[index];
      if (pipeline) void navigate(runsOf(pipeline));
    },
    focusSearch: () => searchBox.current?.focus(),
  });
  return (
    <Page
      pageNav={{ text: 'Health', parentItem: { text: 'Pipelines', url: appRoutes.pipelines() } }}
      subTitle={question}
      actions={<Save pipelines={rows} />}
    >
      <PipelinesTabs active="health" />
      <div className={styles.bar} role="search" aria-label="Filter pipelines">
        <div className={styles.search}>
          <SearchBox
            inputRef={searchBox}
            placeholder="Pipeline or repository ( / )"
            value={url.first('q')}
            onCommit={(q) => url.set({ q }, { replace: true })}
          />
        </div>
        <SuggestedFilter url={url} name="repository" label="Repository" source="repositories" />
        <SuggestedFilter url={url} name="branch" label="Branch" source="branches" />
        <Select
          aria-label="Period"
          options={[...ranges]}
          value={url.first('from') || defaultFrom}
          onChange={({ value }) => url.set({ from: value === defaultFrom ? null : (value ?? null) })}
        />
        <Select
          aria-label="Sort"
          options={[...sorts]}
          value={sorts.find(({ value }) => value === url.first('sort'))?.value ?? defaultSort}
          onChange={({ value }) => url.set({ sort: value === defaultSort ? null : (value ?? null) })}
        />
      </div>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton waitsFor="pipelines from the bridge" />}
      {data && rows.length === 0 && !failure && (
        <NoPipelines clear={() => url.set({ q: null, repository: null, branch: null })} />
      )}
      {rows.length > 0 && (
        <>
          <Causes loaded={causes} open={(why) => drawer.set({ why, whyRepository: null, whyName: null })} />
          <HealthTable
            pipelines={rows}
            row={row}
            causes={causesByPipeline(causes.data)}
            openFailures={({ repository, name }) =>
              drawer.set({ why: 'all', whyRepository: repository, whyName: name })
            }
          />
        </>
      )}
      {data && <Cut shown={rows.length} total={data.total} />}
      <RunnersSection from={url.first('from') || defaultFrom} />
      {help}
      <FailuresOfPage filters={url.values} drawer={drawer} />
    </Page>
  );
};

const Cut = ({ shown, total }: { shown: number; total: number }) =>
  total > shown && (
    <p>
      The first {count(shown)} of {count(total)} pipelines: search for the others.
    </p>
  );

const Save = ({ pipelines }: { pipelines: readonly Pipeline[] }) =>
  pipelines.length > 0 && (
    <CsvButton name="pipelines" columns={pipelineColumns} rows={() => Promise.resolve(pipelines)} />
  );

const NoPipelines = ({ clear }: { clear: () => void }) => (
  <Nothing message="No run in this period">
    <p>Pipelines appear here with their first run. Choose a longer period, or other filters.</p>
    <Button variant="secondary" onClick={clear}>
      Clear filters
    </Button>{' '}
    <PageLink href={`${appRoutes.settings()}?tab=hooks`} variant="secondary" fill="text" icon="link">
      Connect a CI system
    </PageLink>
  </Nothing>
);
