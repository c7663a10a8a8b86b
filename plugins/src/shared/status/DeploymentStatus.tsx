import { deploymentLook } from './deploymentState';
import { LookMark } from './Status';

/** The state of a deployment. */
export const DeploymentStatus = ({ state, compact }: { state: string; compact?: boolean }) => (
  <LookMark look={deploymentLook(state)} state={state} moving={state === 'in_progress'} compact={compact} />
);
