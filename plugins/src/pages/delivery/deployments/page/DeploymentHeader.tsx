import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, useStyles2 } from '@grafana/ui';
import type { DeploymentDetail } from '@summit/contracts';
import { appRoutes } from '../../../../shared/appRoutes';
import { nameOfProvider } from '../../../../shared/ci/providers';
import { DeploymentStatus } from '../../../../shared/status/DeploymentStatus';
import { Ago } from '../../../../shared/time/Ago';
import { duration } from '../../../../shared/time/format';
import { useNow } from '../../../../shared/time/useNow';
import { OutsideLink, PageLink } from '../../../../shared/ui/PageLink';
import { safeUrl } from '../../../../shared/url/safeUrl';
import { FailureFact, ReworkFact } from '../../DeliveryFacts';
import { EnvironmentName } from '../../EnvironmentName';
import { tookMs } from '../took';

/** How long it took, or how long it goes on. */
const Took = ({ deployment }: { deployment: DeploymentDetail }) => {
  const now = useNow(1000);
  const took = tookMs(deployment);
  return took === null ? (
    <span>for {duration(Math.max(0, now - Date.parse(deployment.createdAt)))}</span>
  ) : (
    <span>in {duration(took)}</span>
  );
};

/** What it is of, and how it was brought there, where its source says so. */
const Attributes = ({ deployment: { service, version, strategy, region } }: { deployment: DeploymentDetail }) => {
  const styles = useStyles2(getStyles);
  const said = [
    ['service', service],
    ['version', version],
    ['strategy', strategy?.replaceAll('_', '-')],
    ['region', region],
  ] as const;
  return said.map(
    ([name, value]) =>
      value && (
        <span key={name} data-testid={name}>
          <span className={styles.weak}>{name}</span> {value}
        </span>
      ),
  );
};

/** The answer first: did it arrive, where, what, by whom, when and how fast. */
export const DeploymentVerdict = ({ deployment }: { deployment: DeploymentDetail }) => {
  const styles = useStyles2(getStyles);
  const { state, environment, production, commit, ref, repository, actor, createdAt, ledHere, delivery } = deployment;
  // What calls itself so is one before it is worked out.
  const kind = delivery?.kind ?? (deployment.task === 'rollback' ? 'rollback' : 'deploy');
  const commitUrl = safeUrl(ledHere.find(({ kind, id }) => kind === 'commit' && id === commit)?.url);
  return (
    <div className={styles.verdict} data-testid="verdict">
      <DeploymentStatus state={state} />
      <Took deployment={deployment} />
      <span>
        <span className={styles.weak}>to</span> <EnvironmentName name={environment} production={production} />
      </span>
      <span>
        {repository}
        <span className={styles.weak}> at </span>
        {commitUrl ? (
          <a href={commitUrl} target="_blank" rel="noreferrer" className={styles.commit} title={commit}>
            {commit.slice(0, 7)}
          </a>
        ) : (
          <span className={styles.mono} title={commit}>
            {commit.slice(0, 7)}
          </span>
        )}
        {ref && <span className={styles.weak}> ({ref})</span>}
      </span>
      <Attributes deployment={deployment} />
      <span className={styles.weak}>
        {actor && `by ${actor.name}, `}
        <Ago time={createdAt} />
      </span>
      {kind !== 'deploy' && (
        <Badge color="orange" icon="history" text={kind === 'rollback' ? 'rollback' : 'deployed again'} />
      )}
      {delivery?.failure && <FailureFact failure={delivery.failure} />}
      {delivery?.rework && <ReworkFact reason={delivery.rework} />}
    </div>
  );
};

export const DeploymentActions = ({ deployment }: { deployment: DeploymentDetail }) => {
  const provider = safeUrl(deployment.url);
  const { repository, environment, runId } = deployment;
  return (
    <>
      {runId && (
        <PageLink variant="secondary" icon="sitemap" href={appRoutes.run(runId)}>
          Run
        </PageLink>
      )}
      {deployment.delivery?.previousId && (
        <PageLink variant="secondary" icon="step-backward" href={appRoutes.deployment(deployment.delivery.previousId)}>
          Before it
        </PageLink>
      )}
      <PageLink
        variant="secondary"
        icon="list-ul"
        href={`${appRoutes.deployments()}?${new URLSearchParams({ repository, environment }).toString()}`}
      >
        All to {environment}
      </PageLink>
      {provider && (
        <OutsideLink variant="secondary" icon="external-link-alt" href={provider}>
          {nameOfProvider(deployment.provider)}
        </OutsideLink>
      )}
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => {
  const mono = { fontFamily: theme.typography.fontFamilyMonospace };
  return {
    verdict: css({
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 2),
      padding: theme.spacing(1, 1.5),
      marginBottom: theme.spacing(1),
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      background: theme.colors.background.secondary,
    }),
    weak: css({ color: theme.colors.text.secondary }),
    mono: css(mono),
    commit: css({ ...mono, color: theme.colors.text.link }),
  };
};
