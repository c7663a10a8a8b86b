import { z } from 'zod';
import { pageOf, Time } from './primitives';
import { Deployment } from './runs';

/** What runs of a repository in an environment: the newest of its deployments there that succeeded, with what is known of its commit. */
export const RunningDeployment = Deployment.extend({
  commitMessage: z.string().nullable(),
  /** When the commit was made; tells which of two environments is behind. */
  committedAt: Time.nullable(),
});
export type RunningDeployment = z.infer<typeof RunningDeployment>;
export const RunningDeploymentPage = pageOf(RunningDeployment);
