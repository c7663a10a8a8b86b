import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, useStyles2 } from '@grafana/ui';
import type { DoraDeployment } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../shared/appRoutes';
import { Ago } from '../../shared/time/Ago';
import { duration } from '../../shared/time/format';
import { failureWords, reworkWords } from './confidence';
import { ConfidenceTag } from './ConfidenceTag';

/** Whether a deployment failed in its environment, how that is known, when it was over, and the incidents. */
export const FailureFact = ({ failure }: { failure: NonNullable<DoraDeployment['failure']> }) => {
  const styles = useStyles2(getStyles);
  const { confidence, incidentIds, failedAt, recoveredAt } = failure;
  const lasted = duration(recoveredAt === null ? null : Math.max(0, Date.parse(recoveredAt) - Date.parse(failedAt)));
  return (
    <span data-testid="failure-fact">
      {confidence === 'rollback' ? (
        `taken back after ${lasted} `
      ) : (
        <>
          caused a failure <Ago time={failedAt} />,{' '}
          {recoveredAt === null ? 'not over yet' : `over after ${lasted}`}{' '}
        </>
      )}
      {incidentIds.map((id, index) => (
        <Link key={id} to={appRoutes.incident(id)} className={styles.link}>
          incident{incidentIds.length > 1 && ` ${index + 1}`}{' '}
        </Link>
      ))}
      <ConfidenceTag words={failureWords[confidence]} sure={confidence === 'named' || confidence === 'rollback'} />
    </span>
  );
};

/** That a deployment only mended another one, and why it is taken for that. */
export const ReworkFact = ({ reason }: { reason: NonNullable<DoraDeployment['rework']> }) => (
  <span title={reworkWords[reason].why} data-testid="rework-fact">
    <Badge color="orange" icon="repeat" text={`rework: ${reworkWords[reason].word}`} />
  </span>
);

const getStyles = (theme: GrafanaTheme2) => ({ link: css({ color: theme.colors.text.link }) });
