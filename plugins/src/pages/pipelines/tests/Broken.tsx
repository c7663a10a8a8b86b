import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import type { BrokenSince } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { Ago } from '../../../shared/time/Ago';

const RunLink = ({ run }: { run: BrokenSince['run'] }) => (
  <Link to={`${appRoutes.run(run.id)}?tab=tests`}>
    {run.name} #{run.number}
  </Link>
);

const short = (sha: string): string => sha.slice(0, 7);

/** The commits between which it broke: the last good one and the first bad one. */
const Range = ({ broken: { run, lastPass, compareUrl } }: { broken: BrokenSince }) => {
  if (run.commit === null) return null;
  if (!lastPass?.commit) return <code>{short(run.commit)}</code>;
  if (lastPass.commit === run.commit)
    return (
      <>
        at the same commit <code>{short(run.commit)}</code>
      </>
    );
  const range = `${short(lastPass.commit)}…${short(run.commit)}`;
  return compareUrl === null ? (
    <code title="Last good and first bad commit">{range}</code>
  ) : (
    <TextLink href={compareUrl} external inline title="Last good and first bad commit">
      {range}
    </TextLink>
  );
};

/** What broke a test in a few words, for a list. */
export const BrokenNote = ({ broken }: { broken: BrokenSince }) => {
  const styles = useStyles2(getStyles);
  const { run, lastPass } = broken;
  return (
    <div className={styles.note} data-testid="broken-note">
      {lastPass ? 'Broken by ' : 'Unknown what broke it: first seen failing in '}
      <RunLink run={run} /> {lastPass && <Range broken={broken} />} on {run.branch ?? 'no branch'},{' '}
      <Ago time={run.at} />
    </div>
  );
};

/** By branch and job: the first run that failed after the last one that passed. */
export const Broken = ({ broken }: { broken: readonly BrokenSince[] }) => {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list} aria-label="What broke it">
      {broken.map((one) => (
        <li key={`${one.run.branch} ${one.job}`} data-testid="broken">
          {one.lastPass ? 'Broken on ' : 'Failing on '}
          <strong>{one.run.branch ?? 'no branch'}</strong>
          {one.job !== '' && ` in ${one.job}`}
          {one.lastPass ? ' by ' : ', unknown since when: first seen failing in '}
          <RunLink run={one.run} /> <Range broken={one} />, <Ago time={one.run.at} />
          {one.lastPass && (
            <>
              ; passed last in <RunLink run={one.lastPass} />, <Ago time={one.lastPass.at} />
            </>
          )}
          .
        </li>
      ))}
    </ul>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ margin: theme.spacing(1, 0), paddingLeft: theme.spacing(2.5), a: { color: theme.colors.text.link } }),
  note: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    a: { color: theme.colors.text.link },
  }),
});
