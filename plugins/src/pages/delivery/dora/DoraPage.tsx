import { css } from '@emotion/css';
import { getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, TextLink, useStyles2 } from '@grafana/ui';
import type { Dora, DoraTeams } from '@summit/contracts';
import { Charts, GroupTable, pageGrid, Tiles, type HrefOf } from '../../../panels/dora';
import { appRoutes } from '../../../shared/appRoutes';
import type { DoraMark } from '../../../shared/dora/data';
import { CsvButton } from '../../../shared/csv/CsvButton';
import { evidenceNames, evidenceParams } from '../../../shared/dora/evidenceUrl';
import { isMetric, metricNames } from '../../../shared/dora/metrics';
import { LiveNote } from '../../../shared/live/LiveNote';
import { Page } from '../../../shared/ui/Page';
import { PageLink } from '../../../shared/ui/PageLink';
import { FailureNotice, Nothing, Skeleton } from '../../../shared/ui/states';
import { useUrlState, withValues } from '../../../shared/url/useUrlState';
import { DeliveryTabs } from '../DeliveryTabs';
import { doraColumns, doraRows } from './csv';
import { DoraFilters } from './DoraFilters';
import { filterNames, scopeParams } from './doraQuery';
import { EvidenceDrawer } from './EvidenceDrawer';
import { SeriesTable } from './SeriesTable';
import { TeamTable } from './TeamTable';
import { useDora } from './useDora';
import { useWidth } from '../../../shared/ui/useWidth';

const CHART_HEIGHT = 170;

/** How fast do we ship, and how well does it hold? */
export const DoraPage = () => {
  const url = useUrlState([...filterNames, ...evidenceNames, 'view']);
  const { dora, marks, teams, again } = useDora(url.values);
  const { data, failure, loading } = dora;
  const failed = failure ?? marks.failure ?? teams.failure;
  return (
    <Page
      subTitle="How fast do we ship, and how well does it hold?"
      actions={data && <CsvButton name="dora" columns={doraColumns} rows={() => Promise.resolve(doraRows(data))} />}
    >
      <DeliveryTabs active="dora" />
      <DoraFilters url={url} />
      {failed && <FailureNotice failure={failed} retry={again} />}
      {!data && loading && <Skeleton rows={4} height={120} waitsFor="the metrics from the bridge" />}
      <LiveNote />
      {data && (
        <Measured
          dora={data}
          marks={marks.data?.marks ?? []}
          cut={marks.data?.cut ?? false}
          teams={teams.data?.items ?? []}
          url={url}
        />
      )}
      {data && <OpenEvidence dora={data} url={url} />}
    </Page>
  );
};

/** The list behind the number that the URL names, beside the page. */
const OpenEvidence = ({ dora, url }: { dora: Dora; url: ReturnType<typeof useUrlState> }) => {
  const metric = url.first('evidence');
  const close = () => url.set(Object.fromEntries(evidenceNames.map((name) => [name, null])));
  if (!isMetric(metric)) return null;
  const named = (name: string): string | undefined => url.first(name) || undefined;
  return (
    <EvidenceDrawer
      metric={metric}
      about={{ repository: named('of'), environment: named('in'), from: named('since'), to: named('until') }}
      // The list is of the period that the numbers are of, not of a later now.
      scope={{ ...scopeParams(url.values, Date.parse(dora.to)), from: dora.from, to: dora.to }}
      scopeKey={JSON.stringify(filterNames.map((name) => url.values[name] ?? []))}
      start={dora.leadTimeStart}
      close={close}
    />
  );
};

interface MeasuredProps {
  dora: Dora;
  marks: DoraMark[];
  cut: boolean;
  teams: DoraTeams['items'];
  url: ReturnType<typeof useUrlState>;
}

const Measured = ({ dora, marks, cut, teams, url }: MeasuredProps) => {
  const styles = useStyles2(getStyles);
  const { ref, width } = useWidth();
  // The address as it is, with the list of a number open; it changes with the page, and with it the links.
  const hrefOf: HrefOf = (evidence) =>
    `${appRoutes.dora()}?${withValues(new URLSearchParams(window.location.search), evidenceParams(evidence)).toString()}`;
  if (dora.figures.deploymentFrequency.n === 0 && dora.figures.deploymentFrequency.previous.n === 0)
    return <NothingDeployed dora={dora} />;
  const grid = pageGrid(width, metricNames.length);
  const rows = Math.ceil(metricNames.length / grid.charts);
  const asTable = url.first('view') === 'table';
  return (
    <div ref={ref} className={styles.page}>
      <Tiles dora={dora} shown={metricNames} columns={grid.tiles} detail="full" hrefOf={hrefOf} />
      <p className={styles.weak}>
        {dora.unrecovered > 0 && `${dora.unrecovered} failed and not recovered yet, not part of the recovery time. `}
        {dora.settling && 'What arrived just now is still being worked in. '}
        Compared with as many days before.
      </p>
      <div className={styles.head}>
        <h2 className={styles.title}>Over time</h2>
        <RadioButtonGroup
          size="sm"
          aria-label="Series as"
          options={[
            { value: '', label: 'Charts' },
            { value: 'table', label: 'Table' },
          ]}
          value={asTable ? 'table' : ''}
          onChange={(value) => url.set({ view: value })}
        />
      </div>
      {asTable ? (
        <SeriesTable dora={dora} hrefOf={hrefOf} />
      ) : (
        width > 0 && (
          <Charts
            dora={{ ...dora, marks }}
            shown={metricNames}
            columns={grid.charts}
            width={width}
            height={rows * CHART_HEIGHT + (rows - 1) * 8}
            timeZone={getTimeZone()}
            hrefOf={hrefOf}
          />
        )
      )}
      {!asTable && (
        <p className={styles.weak}>
          Below each chart: deployments as ticks, failures that they caused as diamonds, the axis red until they were
          over.
          {cut && ' The newest 200 deployments are marked, and the newest 200 that failed.'}
        </p>
      )}
      {teams.length > 0 && (
        <>
          <h2 className={styles.title}>By team</h2>
          <TeamTable teams={teams} />
        </>
      )}
      <h2 className={styles.title}>By repository and environment</h2>
      <GroupTable dora={dora} shown={metricNames} hrefOf={hrefOf} />
    </div>
  );
};

const NothingDeployed = ({ dora }: { dora: Dora }) => (
  <Nothing
    message={dora.settling ? 'The metrics are being worked out' : 'Nothing was deployed to production in this period'}
  >
    <p>
      Each deployment that succeeds is counted with the changes that it ships. Without an environment chosen, those that
      your CI system calls production count.
    </p>
    <PageLink href={appRoutes.deployments()} icon="rocket" variant="secondary">
      All deployments
    </PageLink>{' '}
    <TextLink href="https://dora.dev/guides/dora-metrics-four-keys/" external>
      What the metrics are
    </TextLink>
  </Nothing>
);

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minWidth: 0 }),
  head: css({ display: 'flex', justifyContent: 'space-between', alignItems: 'center' }),
  title: css({ fontSize: theme.typography.h4.fontSize, margin: theme.spacing(1, 0) }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, margin: 0 }),
});
