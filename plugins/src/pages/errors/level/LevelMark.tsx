import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import type { Issue } from '@summit/contracts';
import { levelLooks } from './levels';

/** A level as word and icon, in its colour's readable tone. */
export const LevelMark = ({ level }: { level: Issue['level'] }) => {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { word, icon, colour } = levelLooks[level];
  return (
    <span className={styles.mark}>
      <Icon name={icon} style={{ color: colour(theme) }} aria-hidden />
      {word}
    </span>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), whiteSpace: 'nowrap' }),
});
