import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { RunCommands, RunProfile, RunProfiles } from '@summit/contracts';
import { api } from '../../../../shared/api/client';
import { useLoad } from '../../../../shared/api/useLoad';
import { count } from '../../../../shared/time/format';
import { Copyable } from '../../../../shared/ui/Copyable';
import { FailureNotice, Nothing, Skeleton } from '../../../../shared/ui/states';
import { useUrlState } from '../../../../shared/url/useUrlState';
import { Commands } from './Commands';
import { ProfileView } from './ProfileView';

interface Props {
  runId: string;
  /** How many profiles and commands were uploaded by now. */
  told: number;
}

/** What did the build tool spend its time on, what did its cache spare, and what did the commands take? */
export const BuildTab = ({ runId, told }: Props) => {
  const styles = useStyles2(getStyles);
  const path = `/runs/${encodeURIComponent(runId)}/profiles`;
  const profiles = useLoad(`${path} ${told}`, () => api.get<RunProfiles>(path));
  const commandPath = `/runs/${encodeURIComponent(runId)}/commands`;
  const commands = useLoad(`${commandPath} ${told}`, () => api.get<RunCommands>(commandPath));
  const failure = profiles.failure ?? commands.failure;
  const reload = (): void => {
    profiles.reload();
    commands.reload();
  };
  return (
    <section aria-label="Builds of this run" className={styles.tab}>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!profiles.data && profiles.loading && <Skeleton waitsFor="the profiles of this run" />}
      <Told runId={runId} profiles={profiles.data} commands={commands.data} />
    </section>
  );
};

interface TellProps {
  runId: string;
  profiles: RunProfiles | undefined;
  commands: RunCommands | undefined;
}

const Told = ({ runId, profiles, commands }: TellProps) => {
  if (profiles?.items.length === 0 && commands?.items.length === 0) return <NoProfile runId={runId} />;
  return (
    <>
      {profiles && profiles.items.length > 0 && <Profiles data={profiles} />}
      {commands && commands.items.length > 0 && <Commands data={commands} />}
    </>
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
      <p>What any command takes is measured by</p>
      <div className={styles.command}>
        <Copyable text="summit run -- npm test" label="a command that is measured" block />
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
