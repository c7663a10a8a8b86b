import { type Environment, type ReadCi, told } from './model';

/** https://learn.microsoft.com/azure/devops/pipelines/build/variables */
export const azure: ReadCi = (env) => {
  if (env['TF_BUILD']?.toLowerCase() !== 'true') return undefined;
  const runId = told(env['BUILD_BUILDID']);
  const jobId = told(env['SYSTEM_JOBID']);
  return {
    system: 'Azure Pipelines',
    provider: 'azure',
    host: organisationOf(env),
    repository: '',
    runId,
    attempt: 1,
    // The id of a job is that of its definition: its run and its attempt make it one of its own, as in the service hooks.
    jobId: runId && jobId && `${runId}:${jobId}:${told(env['SYSTEM_JOBATTEMPT']) ?? '1'}`,
    jobName: told(env['SYSTEM_JOBDISPLAYNAME'], env['AGENT_JOBNAME']),
  };
};

/** Numbers are unique in an organisation, or in a collection of a server of one's own. */
function organisationOf(env: Environment): string {
  const collection = env['SYSTEM_COLLECTIONID']?.slice(0, 8);
  const page = told(env['SYSTEM_COLLECTIONURI'], env['SYSTEM_TEAMFOUNDATIONCOLLECTIONURI']);
  if (page === undefined || !URL.canParse(page)) return collection ?? '';
  const { host, pathname } = new URL(page);
  const organisation = pathname.split('/')[1];
  if (host === 'dev.azure.com' && organisation) return `${organisation}.dev.azure.com`;
  return host.endsWith('.visualstudio.com') || collection === undefined ? host : `${host}~${collection}`;
}
