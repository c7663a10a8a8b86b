import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { RunProfile, RunProfiles } from '@summit/contracts';
import { api } from '../../../../shared/api/client';
import { useLoad } from '../../../../shared/api/useLoad';
import { count } from '../../../../shared/time/format';
import { Copyable } from '../../../../shared/ui/Copyable';
import { FailureNotice, Nothing, Skeleton } from '../../../../shared/ui/states';
import { useUrlState } from '../../../../shared/url/useUrlState';
import { ProfileView } from './ProfileView';

interface Props {
  runId: string;
  /** How many were uploaded by now. */
  profiles: number;
}

/** What did the build tool spend its time on, and what did its cache spare? */
export const BuildTab = ({ runId, profiles }: Props) => {
  const styles = useStyles2(getStyles);
  const path = `/runs/${encodeURIComponent(runId)}/profiles`;
  const { data, failure, loading, reload } = useLoad(`${path} ${profiles}`, () => api.get<RunProfiles>(path));
  return (
    <section aria-label="Builds of this run" className={styles.tab}>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton waitsFor="the profiles of this run" />}
      {data?.items.length === 0 && <NoProfile runId={runId} />}
      {data && data.items.length > 0 && <Profiles data={data} />}
    </section>
  );
};

/** In a row of buttons more cannot be told apart. */
const MOST_LABELS = 60;
const labelOf = ({ tool, job, name }: RunProfile): string =>
  `${tool} · ${job === '' ? name : job}`.slice(0, MOST_LABELS);

const Profiles = ({ data }: { data: RunProfiles }) => {
  const styles = useStyles2(getStyles);
  const url = useUrlState(['profile']);
  const asked = url.first('profile');
  const shown = data.items.find(({ id }) => id === asked) ?? data.items[0];
  return (
    <>
      {data.items.length > 1 && (
        <div className={styles.choice}>
          <RadioButtonGroup
            size="sm"
            aria-label="Build"
            options={data.items.map((profile) => ({ value: profile.id, label: labelOf(profile) }))}
            value={shown?.id}
            onChange={(profile) => url.set({ profile, zoom: null, span: null })}
          />
          {data.total > data.items.length && (
            <span className={styles.weak}>
              the {count(data.items.length)} longest of {count(data.total)}
            </span>
          )}
        </div>
      )}
      {shown && <ProfileView key={shown.id} profile={shown} />}
    </>
  );
};

const NoProfile = ({ runId }: { runId: string }) => {
  const styles = useStyles2(getStyles);
  return (
    <Nothing message="No profile of a build was uploaded for this run">
      <p>
        Bazel, Gradle, Maven, npm and cargo write down what they spent their time on; a job uploads that as it uploads
        reports of tests.
      </p>
      <div className={styles.command}>
        <Copyable
          text={`summit report 'build/reports/profile/*.html' --run ${runId}`}
          label="the command that uploads a profile"
          block
        />
      </div>
    </Nothing>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  tab: css({ marginTop: theme.spacing(1) }),
  choice: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
    overflowX: 'auto',
  }),
  weak: css({ color: theme.colors.text.secondary }),
  command: css({ margin: theme.spacing(2, 0), textAlign: 'left' }),
});
