import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { duration } from '../../../shared/time/format';
import type { Standing } from './matrix';

const looks: Readonly<Record<Exclude<Standing['kind'], 'alone'>, { icon: IconName; words: string }>> = {
  same: { icon: 'check', words: 'same everywhere' },
  newest: { icon: 'arrow-up', words: 'newest' },
  behind: { icon: 'history', words: 'behind' },
};

/** Says how what runs here compares with the repository's other environments, as icon and words. */
export const StandingMark = ({ standing }: { standing: Standing }) => {
  const styles = useStyles2(getStyles);
  if (standing.kind === 'alone') return null;
  const { icon, words } = looks[standing.kind];
  const behind = standing.kind === 'behind' ? standing : null;
  return (
    <span className={behind ? styles.behind : styles.mark} data-standing={standing.kind}>
      <Icon name={icon} size="sm" aria-hidden />
      <span>
        {words}
        {behind && ` ${behind.behind}`}
        {behind && behind.byMs !== null && ` by ${duration(behind.byMs)}`}
      </span>
    </span>
  );
};

const getStyles = (theme: GrafanaTheme2) => {
  const mark = {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  };
  return { mark: css(mark), behind: css({ ...mark, color: theme.colors.warning.text }) };
};
