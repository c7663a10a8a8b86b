import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { Deployment, DeploymentErrors } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { api } from '../../../../../shared/api/client';
import { useLoad } from '../../../../../shared/api/useLoad';
import { appRoutes } from '../../../../../shared/appRoutes';
import { count } from '../../../../../shared/time/format';
import { FailureNotice, Skeleton } from '../../../../../shared/ui/states';
import { useUrlState } from '../../../../../shared/url/useUrlState';
import { Section } from '../Section';
import { LatencyAround } from '../latency/LatencyAround';
import { AroundTable } from './AroundTable';
import { VerdictMark } from './VerdictMark';
import { reach, reasons, sentence } from './words';

const lengths = [
  { value: '1', label: '1 h' },
  { value: '6', label: '6 h' },
  { value: '24', label: '24 h' },
  { value: '168', label: '7 d' },
];

/** Did it break something, or slow it down? Errors and latency after it against as long a time before. */
export const ErrorsAround = ({ deployment }: { deployment: Deployment }) => {
  const { id: deploymentId, finishedAt } = deployment;
  const url = useUrlState(['hours']);
  const asked = url.first('hours');
  const hours = lengths.some(({ value }) => value === asked) ? asked : '24';
  const path = `/deployments/${encodeURIComponent(deploymentId)}/errors`;
  // It is asked again when the deployment ends.
  const { data, failure, loading, reload } = useLoad(`${path} ${hours} ${finishedAt}`, () =>
    api.get<DeploymentErrors>(path, { hours }),
  );
  return (
    <>
      <Section
        title="Errors before and after"
        actions={
          <RadioButtonGroup
            size="sm"
            options={lengths}
            value={hours}
            aria-label="How long before and after"
            onChange={(value) => url.set({ hours: value === '24' ? null : value })}
          />
        }
      >
        {failure && <FailureNotice failure={failure} retry={reload} />}
        {!data && loading && <Skeleton rows={3} waitsFor="the errors around it" />}
        {data && <Compared errors={data} />}
      </Section>
      {data && data.reason !== 'not_ended' && <LatencyAround deployment={deployment} around={data.around} />}
    </>
  );
};

const Compared = ({ errors }: { errors: DeploymentErrors }) => {
  const styles = useStyles2(getStyles);
  if (errors.reason !== null) return <p className={styles.weak}>{reasons[errors.reason]}</p>;
  const { projects, newIssues, regressedIssues, issues, issuesTotal, nextId } = errors;
  const left = projects.filter(({ compared }) => !compared).map(({ slug }) => slug);
  return (
    <>
      <div className={styles.verdict} data-testid="errors-verdict">
        <VerdictMark verdict={errors.verdict} />
        <span>{sentence(errors)}</span>
        <span className={styles.weak}>
          {reach(errors)}
          {nextId !== null && errors.cutBy === 'next_deployment' && (
            <>
              {' '}
              (<Link to={appRoutes.deployment(nextId)}>which?</Link>)
            </>
          )}
          ; {projects.length === 1 ? 'project' : 'projects'} {projects.map(({ slug }) => slug).join(', ')}
        </span>
        {newIssues > 0 && <span>{newIssues === 1 ? '1 new issue' : `${count(newIssues)} new issues`}</span>}
        {regressedIssues > 0 && <span>{count(regressedIssues)} came back</span>}
      </div>
      {left.length > 0 && (
        <p className={styles.weak}>
          {left.join(', ')}: not compared, since nobody counted errors there before; what is new is listed.
        </p>
      )}
      {issues.length > 0 && <AroundTable issues={issues} />}
      {issuesTotal > issues.length && (
        <p className={styles.weak}>
          The first {issues.length} of {count(issuesTotal)} issues.
        </p>
      )}
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  verdict: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 2), marginBottom: theme.spacing(1) }),
  weak: css({ color: theme.colors.text.secondary }),
});
