import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { RunPrediction } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { chance } from '../list/chance';

/** How a run that is under way will probably end, and why that is thought. */
export const PredictionNote = ({ prediction }: { prediction: RunPrediction }) => {
  const styles = useStyles2(getStyles);
  return (
    <p className={styles.note} data-testid="prediction">
      <Icon name="question-circle" /> Fails with {chance(prediction.probability)}
      {prediction.reasons.length > 0 && <>; why: {prediction.reasons.join(', ')}</>}
      {'. '}
      <Link to={appRoutes.optimise()}>How sure is that?</Link>
    </p>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({
    margin: theme.spacing(0.5, 0),
    color: theme.colors.text.secondary,
    a: { color: theme.colors.text.link },
  }),
});
