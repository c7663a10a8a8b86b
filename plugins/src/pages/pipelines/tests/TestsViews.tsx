import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useNavigate } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';

const views = [
  { value: 'results', label: 'Results', url: appRoutes.tests() },
  { value: 'coverage', label: 'Coverage', url: appRoutes.coverage() },
] as const;
type View = (typeof views)[number]['value'];

/** The ways to look at tests. */
export const TestsViews = ({ active }: { active: View }) => {
  const styles = useStyles2(getStyles);
  const navigate = useNavigate();
  const go = (value: View) => void navigate(views.find((view) => view.value === value)?.url ?? appRoutes.tests());
  return (
    <div className={styles.views}>
      <RadioButtonGroup<View>
        aria-label="View"
        options={views.map(({ value, label }) => ({ value, label }))}
        value={active}
        onChange={go}
      />
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({ views: css({ margin: theme.spacing(1, 0) }) });
