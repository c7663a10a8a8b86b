import { ArtifactUpload } from '@summit/contracts';
import { type List, listRoute, listUpload } from './list';

/** What a job left behind: names, sizes and addresses, never the things themselves. */
const artifacts: List = { name: 'artifacts', title: 'Artifacts', body: ArtifactUpload };

export const artifactRoute = listRoute(artifacts);
export const artifactUpload = listUpload(artifacts);
