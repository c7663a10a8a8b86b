import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { count } from '../../../../shared/time/format';
import type { TestSums } from './useRunTests';

/** How all tests of a run ended, whatever is filtered; nothing where there are none. */
export const Sums = ({ sums: { counts, reports } }: { sums: TestSums }) => {
  const styles = useStyles2(getStyles);
  const uploads = reports.filter(({ kind }) => kind === 'tests').length;
  const words: [number, string][] = [
    [counts.failed, 'failed'],
    [counts.error, 'with an error'],
    [counts.passed, counts.retried > 0 ? `passed (${count(counts.retried)} late)` : 'passed'],
    [counts.skipped, 'skipped'],
  ];
  const parts = words.flatMap(([quantity, word]) => (quantity > 0 ? [`${count(quantity)} ${word}`] : []));
  if (parts.length === 0) return null;
  return (
    <p className={styles.sums} data-testid="test-sums">
      {parts.join(' · ')}
      {uploads > 1 && ` · from ${count(uploads)} reports`}
    </p>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  sums: css({ color: theme.colors.text.secondary, marginBottom: theme.spacing(1) }),
});
