import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Select, useStyles2 } from '@grafana/ui';
import type { ChangesCoverage, CoverageTrend } from '@summit/contracts';
import type { ReactNode } from 'react';
import { api } from '../../../../shared/api/client';
import { useLoad } from '../../../../shared/api/useLoad';
import { appRoutes } from '../../../../shared/appRoutes';
import { count } from '../../../../shared/time/format';
import { Page } from '../../../../shared/ui/Page';
import { filterBarStyles } from '../../../../shared/ui/filterBarStyles';
import { FailureNotice, Nothing, Skeleton } from '../../../../shared/ui/states';
import { useUrlState } from '../../../../shared/url/useUrlState';
import { PipelinesTabs } from '../../PipelinesTabs';
import { TestsViews } from '../TestsViews';
import { ChangesTable, RunsTable } from './tables';
import { TrendChart } from './TrendChart';

type Url = ReturnType<typeof useUrlState>;

/** Do the tests reach more or less of the code than before? */
export const CoveragePage = () => {
  const styles = useStyles2(filterBarStyles);
  const url = useUrlState(['repository', 'branch', 'pipeline']);
  const repository = url.first('repository');
  return (
    <Page
      pageNav={{ text: 'Coverage', parentItem: { text: 'Tests', url: appRoutes.tests() } }}
      subTitle="Do the tests reach more or less of the code than before?"
    >
      <PipelinesTabs active="tests" />
      <TestsViews active="coverage" />
      <div className={styles.bar} role="search" aria-label="Filter coverage">
        <One url={url} name="repository" label="Repository" source="repositories" within="" />
        <One url={url} name="branch" label="Branch" source="branches" within={repository} />
        <One url={url} name="pipeline" label="Pipeline" source="pipelines" within={repository} />
      </div>
      {repository === '' ? (
        <Nothing message="Choose a repository">
          <p>Its coverage is drawn run by run, and that of its changes against the branch they go to.</p>
        </Nothing>
      ) : (
        <>
          <Trend url={url} />
          <Changes repository={repository} />
        </>
      )}
    </Page>
  );
};

interface OneProps {
  url: Url;
  name: 'repository' | 'branch' | 'pipeline';
  label: string;
  source: string;
  within: string;
}

/** A choice of one value that the bridge suggests; another repository has other branches and pipelines. */
const One = ({ url, name, label, source, within }: OneProps) => {
  const { data, loading } = useLoad(`${source} ${within}`, () =>
    api.get<{ items: string[] }>(`/values/${source}`, { repository: within }),
  );
  const chosen = url.first(name);
  const values = [...new Set([chosen, ...(data?.items ?? [])])].filter((value) => value !== '');
  return (
    <Select
      aria-label={label}
      placeholder={name === 'branch' ? 'Default branch' : label}
      options={values.map((value) => ({ value, label: value }))}
      value={chosen || null}
      isLoading={loading && !data}
      isClearable
      allowCustomValue
      onChange={(option) =>
        url.set({
          ...(name === 'repository' ? { branch: null, pipeline: null } : {}),
          [name]: option?.value ?? null,
        })
      }
    />
  );
};

const Trend = ({ url }: { url: Url }) => {
  const params = {
    repository: url.first('repository'),
    branch: url.first('branch'),
    pipeline: url.first('pipeline'),
  };
  const { data, failure, loading, reload } = useLoad(
    `/coverage ${JSON.stringify(params)}`,
    () => api.get<CoverageTrend>('/coverage', params),
    { keepOld: false },
  );
  return (
    <section aria-label="Coverage over time">
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton rows={3} height={72} waitsFor="the coverage of this branch" />}
      {data && data.items.length === 0 && (
        <Nothing message={`No run on ${data.branch} has coverage`}>
          <p>
            A job uploads it as it does tests: <code>summit report coverage/lcov.info</code>.
          </p>
          {params.pipeline !== '' && (
            <Button variant="secondary" onClick={() => url.set({ pipeline: null })}>
              All pipelines
            </Button>
          )}
        </Nothing>
      )}
      {data && data.items.length > 0 && (
        <>
          <Heading>{data.branch}</Heading>
          <TrendChart trend={data} />
          {data.cut && <p>The latest {count(data.items.length)} runs; there are older ones.</p>}
          <details>
            <summary>As a table</summary>
            <RunsTable trend={data} />
          </details>
        </>
      )}
    </section>
  );
};

const Changes = ({ repository }: { repository: string }) => {
  const { data, failure, loading, reload } = useLoad(
    `/coverage/changes ${repository}`,
    () => api.get<ChangesCoverage>('/coverage/changes', { repository }),
    { keepOld: false },
  );
  return (
    <section aria-label="Coverage of changes">
      <Heading>Changes</Heading>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton rows={3} waitsFor="the coverage of changes" />}
      {data && data.items.length === 0 && (
        <Nothing message="No change was run with coverage yet">
          <p>Each pull or merge request whose run uploads coverage is compared with the branch it goes to.</p>
        </Nothing>
      )}
      {data && data.items.length > 0 && <ChangesTable changes={data.items} />}
    </section>
  );
};

const Heading = ({ children }: { children: ReactNode }) => {
  const styles = useStyles2(getStyles);
  return <h3 className={styles.heading}>{children}</h3>;
};

const getStyles = (theme: GrafanaTheme2) => ({ heading: css({ margin: theme.spacing(2, 0, 1) }) });
