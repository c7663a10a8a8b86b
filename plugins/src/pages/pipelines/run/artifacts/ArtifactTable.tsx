import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2, useTheme2 } from '@grafana/ui';
import type { RunArtifact } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../../shared/appRoutes';
import { Bars } from '../../../../shared/ui/Bars';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { bytesText } from '../../../../shared/size/format';
import { changeText, sizeBefore } from './size';

/** The largest first: size, what changed, and where it is. */
export const ArtifactTable = ({ artifacts }: { artifacts: readonly RunArtifact[] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Artifacts">
        <thead>
          <tr>
            <th>Name</th>
            <th className={styles.wide}>Job</th>
            <th className={styles.number}>Size</th>
            <th className={styles.number}>Change</th>
            <th className={styles.wide}>Sizes so far</th>
            <th className={styles.wide}>SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {artifacts.map((artifact) => (
            <Row key={artifact.id} artifact={artifact} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** Addresses come from jobs: a page is a link, anything else is text. */
const isPage = (url: string): boolean => /^https?:\/\//i.test(url);

const Row = ({ artifact }: { artifact: RunArtifact }) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  const { name, job, bytes, mediaType, url, sha256 } = artifact;
  return (
    <tr data-testid="artifact-row" data-name={name}>
      <td className={own.name}>
        {url !== null && isPage(url) ? (
          <a href={url} target="_blank" rel="noreferrer noopener" className={own.link}>
            {name}
          </a>
        ) : (
          name
        )}
        {mediaType !== null && <div className={styles.weak}>{mediaType}</div>}
        {job !== '' && <div className={cx(styles.weak, styles.narrow)}>{job}</div>}
      </td>
      <td className={cx(styles.wide, own.name)}>{job === '' ? '–' : job}</td>
      <td className={styles.number}>{bytesText(bytes)}</td>
      <td className={styles.number}>
        <Change artifact={artifact} />
      </td>
      <td className={styles.wide}>
        <Trend artifact={artifact} />
      </td>
      <td className={cx(styles.wide, styles.mono, own.digest)}>
        {sha256 === null ? (
          '–'
        ) : (
          <>
            <span title={sha256}>{sha256.slice(0, 12)}</span>
            <ClipboardButton
              variant="secondary"
              fill="text"
              size="sm"
              icon="copy"
              aria-label={`Copy the SHA-256 of ${name}`}
              getText={() => sha256}
            />
          </>
        )}
      </td>
    </tr>
  );
};

/** Less is noise, in builds that are not made to be the same to the byte. */
const LEAST_SHARE = 0.01;

const Change = ({ artifact }: { artifact: RunArtifact }) => {
  const theme = useTheme2();
  const [now, before] = [artifact.bytes, sizeBefore(artifact)];
  const last = artifact.earlier.at(-1);
  if (now === null || before === null || !last) return <>{now === null ? '–' : 'new'}</>;
  const share = before === 0 ? 1 : (now - before) / before;
  const colour =
    Math.abs(share) < LEAST_SHARE
      ? theme.colors.text.secondary
      : share > 0
        ? theme.colors.error.text
        : theme.colors.success.text;
  return (
    <Link
      to={`${appRoutes.run(last.runId)}?tab=artifacts`}
      style={{ color: colour }}
      title="The run it is compared with"
    >
      {changeText(now, before)}
    </Link>
  );
};

const Trend = ({ artifact: { bytes, earlier, name } }: { artifact: RunArtifact }) => {
  if (bytes === null || earlier.length === 0) return null;
  const values = [...earlier.map((one) => one.bytes), bytes];
  const label = `Sizes of ${name} in ${values.length} runs, oldest first: from ${bytesText(values[0] ?? null)} to ${bytesText(bytes)}`;
  return <Bars values={values} width={values.length * 6} height={24} label={label} />;
};

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({ overflowWrap: 'anywhere' }),
  link: css({ color: theme.colors.text.link }),
  digest: css({ whiteSpace: 'nowrap' }),
});
