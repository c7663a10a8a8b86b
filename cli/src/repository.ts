import { repositoryAt } from '../../bridge/src/translate/repository';
import { currentCode } from './ci/code';
import type { Environment } from './ci/model';
import { told } from './ci/model';
import { fromGit } from './deploy/git';
import { Usage } from './terminal';

/** `owner/name` as Summit knows it: as it was told, as the CI system tells it, or as git does. @throws Usage */
export function repositoryOrUsage(given: string | undefined, env: Environment): string {
  const asked = told(given);
  if (asked !== undefined) return repositoryAt(asked)?.fullName ?? asked;
  const found = repositoryAt(currentCode(env).repository) ?? repositoryAt(fromGit('remote', 'get-url', 'origin'));
  if (found) return found.fullName;
  throw new Usage('which repository? --repository owner/name');
}
