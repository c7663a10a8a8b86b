import { Button, useStyles2 } from '@grafana/ui';
import { useCallback } from 'react';
import { useNavigate } from 'react-router-dom';
import { appRoutes } from '../../../../shared/appRoutes';
import { allPages } from '../../../../shared/csv/allPages';
import { CsvButton } from '../../../../shared/csv/CsvButton';
import { useListKeys } from '../../../../shared/keys/useListKeys';
import { deploymentLook, deploymentStates } from '../../../../shared/status/deploymentState';
import { Page } from '../../../../shared/ui/Page';
import { filterBarStyles } from '../../../../shared/ui/filterBarStyles';
import { FixedFilter, RangeFilter, SuggestedFilter } from '../../../../shared/ui/filters';
import { ListFrame } from '../../../../shared/ui/ListFrame';
import { PageLink } from '../../../../shared/ui/PageLink';
import { Nothing } from '../../../../shared/ui/states';
import { useUrlState } from '../../../../shared/url/useUrlState';
import { DeliveryTabs } from '../../DeliveryTabs';
import { deploymentColumns } from './csv';
import { DeploymentTable } from './DeploymentTable';
import { apiParams, filterNames } from './filters';
import { useDeployments } from './useDeployments';

const states = deploymentStates.map((value) => ({
  value,
  label: deploymentLook(value).word,
  icon: deploymentLook(value).icon,
}));

/** What was deployed where, and did it arrive? */
export const DeploymentList = () => {
  const styles = useStyles2(filterBarStyles);
  const url = useUrlState(filterNames);
  const deployments = useDeployments(url.values);
  const navigate = useNavigate();
  const open = useCallback(
    (index: number) => {
      const deployment = deployments.rows?.[index];
      if (deployment) void navigate(appRoutes.deployment(deployment.id));
    },
    [navigate, deployments.rows],
  );
  const { row, help } = useListKeys({ count: deployments.rows?.length ?? 0, open });
  const filtered = Object.values(url.values).some((values) => values.length > 0);
  const clear = () => url.set(Object.fromEntries(filterNames.map((name) => [name, null])));
  return (
    <Page
      subTitle="What was deployed where, and did it arrive?"
      actions={
        <CsvButton
          name="deployments"
          columns={deploymentColumns}
          rows={(told, signal) => allPages('/deployments', apiParams(url.values, Date.now()), told, signal)}
        />
      }
    >
      <DeliveryTabs active="deployments" />
      <div className={styles.bar} role="search" aria-label="Filter deployments">
        <SuggestedFilter url={url} name="environment" label="Environment" source="environments" />
        <SuggestedFilter url={url} name="team" label="Team" source="teams" />
        <SuggestedFilter url={url} name="repository" label="Repository" source="repositories" />
        <FixedFilter url={url} name="state" label="State" options={states} />
        <RangeFilter url={url} />
      </div>
      <ListFrame
        list={deployments}
        waitsFor="deployments from the bridge"
        older="Older deployments"
        empty={filtered ? <NoMatch clear={clear} /> : <NoDeployments />}
      >
        {(rows) => <DeploymentTable deployments={rows} row={row} />}
      </ListFrame>
      {help}
    </Page>
  );
};

const NoDeployments = () => (
  <Nothing message="No deployments yet">
    <p>
      Deployments appear here when your CI system reports them. In GitHub Actions a job reports one when it names its
      environment:
    </p>
    <pre>
      {`jobs:
  deploy:
    environment: production`}
    </pre>
    <PageLink href={`${appRoutes.settings()}?tab=hooks`} icon="link">
      Connect a CI system
    </PageLink>
  </Nothing>
);

const NoMatch = ({ clear }: { clear: () => void }) => (
  <Nothing message="No deployment matches these filters">
    <Button variant="secondary" onClick={clear}>
      Clear filters
    </Button>
  </Nothing>
);
