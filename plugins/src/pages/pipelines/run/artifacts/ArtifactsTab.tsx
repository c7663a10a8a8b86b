import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { RunArtifact, RunArtifacts } from '@summit/contracts';
import { api } from '../../../../shared/api/client';
import { useLoad } from '../../../../shared/api/useLoad';
import { CsvButton } from '../../../../shared/csv/CsvButton';
import type { Column } from '../../../../shared/csv/csv';
import { count } from '../../../../shared/time/format';
import { Copyable } from '../../../../shared/ui/Copyable';
import { FailureNotice, Nothing, Skeleton } from '../../../../shared/ui/states';
import { ArtifactTable } from './ArtifactTable';
import { bytesText } from '../../../../shared/size/format';
import { changeText, sizeBefore } from './size';

const columns: readonly Column<RunArtifact>[] = [
  { head: 'name', value: ({ name }) => name },
  { head: 'job', value: ({ job }) => job },
  { head: 'bytes', value: ({ bytes }) => bytes },
  { head: 'bytes_before', value: sizeBefore },
  { head: 'media_type', value: ({ mediaType }) => mediaType },
  { head: 'sha256', value: ({ sha256 }) => sha256 },
  { head: 'url', value: ({ url }) => url },
];

/** What did this run leave behind, and is it larger than last time? `reports` is how many uploads there are by now. */
export const ArtifactsTab = ({ runId, reports }: { runId: string; reports: number }) => {
  const styles = useStyles2(getStyles);
  const path = `/runs/${encodeURIComponent(runId)}/artifacts`;
  const { data, failure, loading, reload } = useLoad(`${path} ${reports}`, () => api.get<RunArtifacts>(path));
  return (
    <section aria-label="Artifacts of this run" className={styles.tab}>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton waitsFor="the artifacts of this run" />}
      {data?.items.length === 0 && <NoArtifact runId={runId} />}
      {data && data.items.length > 0 && (
        <>
          <div className={styles.head}>
            <p data-testid="artifact-total">
              <strong>{bytesText(data.bytes)}</strong> in {count(data.total)}{' '}
              {data.total === 1 ? 'artifact' : 'artifacts'}
              <Change items={data.items} />
              {data.total > data.items.length && ` · the ${count(data.items.length)} largest are shown`}
            </p>
            <CsvButton name="artifacts" columns={columns} rows={() => Promise.resolve(data.items)} />
          </div>
          <ArtifactTable artifacts={data.items} />
        </>
      )}
    </section>
  );
};

/** Of those alone that were there before: what is new is no growth. */
const Change = ({ items }: { items: readonly RunArtifact[] }) => {
  const both = items.flatMap((one) => {
    const before = sizeBefore(one);
    return one.bytes === null || before === null ? [] : [{ now: one.bytes, before }];
  });
  if (both.length === 0) return null;
  const sum = (pick: (one: { now: number; before: number }) => number) => both.reduce((all, one) => all + pick(one), 0);
  return (
    <>
      {' '}
      ·{' '}
      {changeText(
        sum(({ now }) => now),
        sum(({ before }) => before),
      )}{' '}
      against the run before
    </>
  );
};

const NoArtifact = ({ runId }: { runId: string }) => {
  const styles = useStyles2(getStyles);
  return (
    <Nothing message="Nobody told of an artifact of this run">
      <p>A job tells what it made, by name, size and digest; the files themselves stay where they are.</p>
      <div className={styles.command}>
        <Copyable text={`summit artifact 'dist/*' --run ${runId}`} label="the command that tells of artifacts" block />
      </div>
    </Nothing>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  tab: css({ marginTop: theme.spacing(1) }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
    p: { margin: 0 },
  }),
  command: css({ margin: theme.spacing(2, 0), textAlign: 'left' }),
});
