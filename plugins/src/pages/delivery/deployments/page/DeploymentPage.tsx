import { useParams } from 'react-router-dom';
import { appRoutes } from '../../../../shared/appRoutes';
import { LiveNote } from '../../../../shared/live/LiveNote';
import { GraphStrip } from '../../../../shared/ui/Chips';
import { Page } from '../../../../shared/ui/Page';
import { FailureNotice, Missing, Skeleton } from '../../../../shared/ui/states';
import { Approvals } from './approvals/Approvals';
import { DeploymentActions, DeploymentVerdict } from './DeploymentHeader';
import { ErrorsAround } from './errors/ErrorsAround';
import { Notes } from './notes/Notes';
import { Shipped } from './Shipped';
import { useDeployment } from './useDeployment';

/** Did it arrive, what did it ship, and what came of it? */
export const DeploymentPage = () => {
  const { deploymentId = '' } = useParams();
  const loaded = useDeployment(deploymentId);
  const { data: deployment, failure, loading } = loaded;
  const title = deployment ? `${deployment.commit.slice(0, 7)} to ${deployment.environment}` : 'Deployment';
  return (
    <Page
      pageNav={{ text: title, parentItem: { text: 'Deployments', url: appRoutes.deployments() } }}
      subTitle="Did it arrive, what did it ship, and what came of it?"
      actions={deployment && <DeploymentActions deployment={deployment} />}
    >
      {failure &&
        (failure.missing ? (
          <Missing what="This deployment" back={{ href: appRoutes.deployments(), text: 'All deployments' }} />
        ) : (
          <FailureNotice failure={failure} retry={loaded.reload} />
        ))}
      {!deployment && loading && <Skeleton waitsFor="the deployment" />}
      {deployment && (
        <>
          <DeploymentVerdict deployment={deployment} />
          <GraphStrip
            ledHere={deployment.ledHere}
            followed={deployment.followed}
            nothingLed="nothing was reported of its commit, change or run"
            nothingFollowed="no release, error or incident of it yet"
          />
          <LiveNote />
          <Approvals deployment={deployment} />
          <ErrorsAround deployment={deployment} />
          <Shipped deployment={deployment} />
          <Notes deploymentId={deployment.id} shipped={deployment.delivery?.shipped ?? 0} />
        </>
      )}
    </Page>
  );
};
