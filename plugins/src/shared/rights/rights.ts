import { config } from '@grafana/runtime';
import { APP_ID } from '../appRoutes';

type Right = 'entities:write' | 'settings:write';

const rolesOf: Readonly<Record<Right, readonly string[]>> = {
  'entities:write': ['Editor', 'Admin'],
  'settings:write': ['Admin'],
};

/**
 * Whether the user may do it, to disable what would be refused; the proxy and the bridge decide. Grafana's access control names the
 * app's own permissions where it is on; elsewhere the basic role stands for them.
 */
export function may(right: Right): boolean {
  const { permissions, orgRole, isGrafanaAdmin } = config.bootData.user;
  const named = Object.keys(permissions ?? {}).some((action) => action.startsWith(`${APP_ID}.`));
  if (named) return permissions?.[`${APP_ID}.${right}`] === true;
  return isGrafanaAdmin || rolesOf[right].includes(orgRole);
}

export const refused: Readonly<Record<Right, string>> = {
  'entities:write': 'Editors may do this',
  'settings:write': 'Administrators may do this',
};
