/* global __resourceQuery, URLSearchParams */
/* eslint no-unused-vars: off, no-undef: ["error"] */
/* global __webpack_public_path__:writable */
import amdModule from 'amd-module';

const query = new URLSearchParams(__resourceQuery);
const app = query.get('app');
const id = query.get('id');
const folder = query.get('folder');

/**
 * The folder that the lazy chunks are in, from the address of this entry. Grafana serves a nested plugin from
 * `public/plugins/<its own id>/`, a content delivery network from `…/<app>/<folder>/`; the chunks are in the app's folder.
 */
const chunksFolder = (uri) => {
  const here = uri.slice(0, uri.lastIndexOf('/') + 1);
  if (folder && here.endsWith(`/${folder}/`)) {
    return here.slice(0, -folder.length - 1);
  }
  return here.endsWith(`/${id}/`) ? `${here.slice(0, -id.length - 1)}${app}/` : here;
};

__webpack_public_path__ = amdModule?.uri ? chunksFolder(amdModule.uri) : `public/plugins/${app}/`;
