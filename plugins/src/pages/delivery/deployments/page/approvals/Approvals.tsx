import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import type { DeploymentDetail } from '@summit/contracts';
import { Ago } from '../../../../../shared/time/Ago';
import { duration } from '../../../../../shared/time/format';
import { useNow } from '../../../../../shared/time/useNow';
import { Section } from '../Section';
import { approvalSteps, type ApprovalStep } from './steps';

const icons: Readonly<Record<ApprovalStep['kind'], IconName>> = {
  asked: 'user',
  rule: 'shield',
  approved: 'check-circle',
  rejected: 'times-circle',
  deployed: 'rocket',
  failed: 'exclamation-triangle',
  waiting: 'clock-nine',
};

const Mark = ({ kind }: { kind: ApprovalStep['kind'] }) => {
  const { colors } = useTheme2();
  const good = kind === 'approved' || kind === 'deployed';
  const bad = kind === 'rejected' || kind === 'failed';
  return (
    <Icon
      name={icons[kind]}
      aria-hidden
      style={{ color: good ? colors.success.text : bad ? colors.error.text : colors.text.secondary }}
    />
  );
};

/** Who was asked whether it may go on, who decided what, and how long that took. Nothing where nobody was asked. */
export const Approvals = ({ deployment }: { deployment: DeploymentDetail }) => {
  const styles = useStyles2(getStyles);
  const now = useNow(10_000);
  const steps = approvalSteps(deployment, now);
  if (steps.length === 0) return null;
  return (
    <Section title="Approval">
      <ol className={styles.chain}>
        {steps.map((step, place) => (
          <li key={place} className={styles.step} data-testid="approval-step">
            {place > 0 && <Icon name="arrow-right" aria-hidden className={styles.weak} />}
            <Mark kind={step.kind} />
            <span>{step.text}</span>
            {step.afterMs !== null && (
              <span>
                {step.kind === 'waiting' ? 'for' : 'after'} {duration(step.afterMs)}
              </span>
            )}
            {step.comment !== null && <span className={styles.comment}>“{step.comment}”</span>}
            {step.at !== null && (
              <span className={styles.weak}>
                <Ago time={step.at} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  chain: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 1),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  }),
  step: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 0.75) }),
  weak: css({ color: theme.colors.text.secondary }),
  comment: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
});
