import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Select, useStyles2 } from '@grafana/ui';
import { useNavigate } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { useListKeys } from '../../../shared/keys/useListKeys';
import { count } from '../../../shared/time/format';
import { Page } from '../../../shared/ui/Page';
import { filterBarStyles } from '../../../shared/ui/filterBarStyles';
import { SuggestedFilter } from '../../../shared/ui/filters';
import { FailureNotice, Nothing, Skeleton } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { runsOf } from '../health/HealthTable';
import { PipelinesTabs } from '../PipelinesTabs';
import { PredictionReport } from './PredictionReport';
import { RecommendationCard } from './RecommendationCard';
import { defaultFrom, filterNames, ranges, useRecommendations } from './useRecommendations';

/** What would make CI quicker or cheaper, what saves most first. */
export const OptimisePage = () => {
  const filters = useStyles2(filterBarStyles);
  const styles = useStyles2(getStyles);
  const url = useUrlState(filterNames);
  const { data, failure, loading, reload } = useRecommendations(url.values);
  const navigate = useNavigate();
  const items = data?.items ?? [];
  const { row, help } = useListKeys({
    count: items.length,
    open: (index) => {
      const { repository, pipeline } = items[index] ?? {};
      if (repository && pipeline) void navigate(runsOf({ repository, name: pipeline }));
    },
  });
  return (
    <Page
      pageNav={{ text: 'Optimise', parentItem: { text: 'Pipelines', url: appRoutes.pipelines() } }}
      subTitle="What would make CI quicker or cheaper?"
    >
      <PipelinesTabs active="optimise" />
      <div className={filters.bar} role="search" aria-label="Filter recommendations">
        <SuggestedFilter url={url} name="repository" label="Repository" source="repositories" />
        <Select
          aria-label="Period"
          options={[...ranges]}
          value={url.first('from') || defaultFrom}
          onChange={({ value }) => url.set({ from: value === defaultFrom ? null : (value ?? null) })}
        />
      </div>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton waitsFor="what the bridge finds in the last runs" height={120} rows={4} />}
      {data && items.length === 0 && !failure && (
        <Nothing message="Nothing stands out">
          <p>
            {count(data.looked.runs)} runs of {count(data.looked.pipelines)} pipelines were looked at. What the evidence
            is too thin for is not said: most rules want ten runs at least, some two hundred.
          </p>
        </Nothing>
      )}
      {data && items.length > 0 && (
        <>
          <p className={styles.weak}>
            By the last {count(data.looked.runs)} successful runs of the {count(data.looked.pipelines)} pipelines that
            took most, and all jobs of the period. What the evidence is too thin for is not said.
          </p>
          <ol className={styles.list}>
            {items.map((found, index) => (
              <RecommendationCard
                key={JSON.stringify([
                  found.kind,
                  found.repository,
                  found.pipeline,
                  found.job,
                  found.step,
                  found.labels,
                ])}
                found={found}
                currency={data.currency}
                current={index === row}
              />
            ))}
          </ol>
          {data.itemsTotal > items.length && (
            <p className={styles.weak}>
              The {count(items.length)} that save most, of {count(data.itemsTotal)}: choose a repository for the others.
            </p>
          )}
        </>
      )}
      <PredictionReport />
      {help}
    </Page>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), listStyle: 'none' }),
  weak: css({ color: theme.colors.text.secondary }),
});
