import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';
import type { RunDetail, RunGraph, RunSpan } from '@summit/contracts';
import { useMemo } from 'react';
import { useParams } from 'react-router-dom';
import { fromFrames } from '../../../panels/gantt';
import { appRoutes } from '../../../shared/appRoutes';
import { runSpansFrame } from '../../../shared/frames/runSpans';
import { GraphStrip } from '../../../shared/ui/Chips';
import { Page } from '../../../shared/ui/Page';
import { FailureNotice, Missing, Skeleton } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { CompareTab } from './compare/CompareTab';
import { CriticalPath } from './CriticalPath';
import { GraphTab } from './graph/GraphTab';
import { JobsTable } from './JobsTable';
import { LogTab } from './log/LogTab';
import { PredictionNote } from './PredictionNote';
import { RunHeader } from './RunHeader';
import { CoverageTab } from './tests/CoverageTab';
import { testsLabel } from './tests/label';
import { TestsTab } from './tests/TestsTab';
import { type TestSums, useTestSums } from './tests/useRunTests';
import { TimelineTab } from './timeline/TimelineTab';
import { UploadedTab, withBuild } from './UploadedTab';
import { useNeighbours } from './useNeighbours';
import { useRun } from './useRun';
import { Verdict } from './Verdict';

/** Tabs with what is known of them: coverage is a tab of its own where it was uploaded. */
const tabsOf = (sums: TestSums | undefined, withCoverage: boolean, tab: string) => [
  { id: '', label: 'Timeline' },
  { id: 'jobs', label: 'Jobs' },
  { id: 'tests', label: testsLabel(sums) },
  { id: 'log', label: 'Log' },
  ...(withCoverage ? [{ id: 'coverage', label: 'Coverage' }] : []),
  ...(withBuild(sums, tab) ? [{ id: 'build', label: 'Build' }] : []),
  { id: 'artifacts', label: 'Artifacts' },
  { id: 'compare', label: 'Compare' },
  { id: 'graph', label: 'Graph' },
  { id: 'raw', label: 'Raw' },
];

/** Why is this run slow, or why did it fail? */
export const RunPage = () => {
  const { runId = '' } = useParams();
  const { data, failure, loading, reload } = useRun(runId);
  const detail = data?.detail;
  const title = detail
    ? `${detail.name} #${detail.number}${detail.attempt > 1 ? ` · attempt ${detail.attempt}` : ''}`
    : 'Run';
  return (
    <Page
      pageNav={{ text: title, parentItem: { text: 'Pipelines', url: appRoutes.pipelines() } }}
      subTitle="Why is this run slow, or why did it fail?"
    >
      {failure &&
        (failure.missing ? (
          <Missing what="This run" back={{ href: appRoutes.pipelines(), text: 'All runs' }} />
        ) : (
          <FailureNotice failure={failure} retry={reload} />
        ))}
      {!data && loading && <Skeleton waitsFor="the run" />}
      {data && <Found detail={data.detail} spans={data.spans} graph={data.graph} />}
    </Page>
  );
};

interface FoundProps {
  detail: RunDetail;
  spans: RunSpan[];
  graph: RunGraph;
}

const Found = ({ detail, spans, graph }: FoundProps) => {
  const styles = useStyles2(getStyles);
  const url = useUrlState(['tab', 'with']);
  const tab = url.first('tab');
  const columns = useMemo(() => fromFrames([runSpansFrame(spans)], Date.now()), [spans]);
  useNeighbours(detail);
  const { data: sums } = useTestSums(detail.id);
  const coverages = sums?.reports.filter(({ kind }) => kind === 'coverage').length ?? 0;
  const select = (spanId: string) => url.set({ span: spanId, tab: null });
  return (
    <>
      <RunHeader run={detail} now={Date.now()} />
      <Verdict run={detail} onSelect={select} />
      {detail.prediction && <PredictionNote prediction={detail.prediction} />}
      {detail.criticalPath && <CriticalPath critical={detail.criticalPath} onSelect={select} />}
      <GraphStrip
        ledHere={detail.ledHere}
        followed={detail.followed}
        nothingLed="nothing was reported of its commit or change"
        nothingFollowed="no deployment, release or error of it yet"
      />
      <TabsBar>
        {tabsOf(sums, coverages > 0 || tab === 'coverage', tab).map(({ id, label }) => (
          <Tab key={id} label={label} active={tab === id} onChangeTab={() => url.set({ tab: id || null })} />
        ))}
      </TabsBar>
      {tab === '' && <TimelineTab spans={spans} columns={columns} critical={detail.criticalPath} />}
      {tab === 'jobs' && <JobsTable spans={spans} critical={detail.criticalPath} />}
      {tab === 'tests' && <TestsTab run={detail} sums={sums} />}
      {tab === 'log' && <LogTab run={detail} spans={spans} columns={columns} />}
      {tab === 'coverage' && <CoverageTab runId={detail.id} reports={coverages} />}
      <UploadedTab tab={tab} runId={detail.id} sums={sums} />
      {tab === 'compare' && (
        <CompareTab
          run={detail}
          spans={spans}
          other={url.first('with')}
          choose={(other) => url.set({ with: other })}
          onSelect={select}
        />
      )}
      {tab === 'graph' && <GraphTab run={detail} spans={spans} graph={graph} onSelect={select} />}
      {tab === 'raw' && <pre className={styles.raw}>{JSON.stringify({ run: detail, spans }, null, 2)}</pre>}
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  raw: css({ marginTop: theme.spacing(1), maxHeight: '70vh', overflow: 'auto' }),
});
