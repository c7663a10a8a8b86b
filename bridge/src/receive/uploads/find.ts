import type { IncomingMessage } from 'node:http';
import type { DoorsDeps } from '../ports';
import { artifactRoute, artifactUpload } from './artifacts';
import { commandRoute, commandUpload } from './commands';
import { eventsUpload, isEventsPath } from './events';
import { graphRoute, graphUpload } from './graphs';
import { logRoute, logUpload } from './logs';
import { isOwnersPath, ownersUpload } from './owners';
import { reportRoute, reportUpload } from './reports';
import type { Upload } from './serve';

/** The doors of uploads, as measured. */
export type UploadDoor = 'events' | 'owners' | 'log' | 'report' | 'graph';

interface OfRun {
  door: UploadDoor;
  /** The run that the address names, still escaped; null where the address is another's. */
  route: (path: string, method: string | undefined) => string | null;
  upload: (req: IncomingMessage, run: string, query: URLSearchParams, deps: DoorsDeps) => Upload;
}

const ofRuns: readonly OfRun[] = [
  { door: 'log', route: logRoute, upload: logUpload },
  { door: 'report', route: artifactRoute, upload: artifactUpload },
  { door: 'report', route: commandRoute, upload: commandUpload },
  { door: 'report', route: reportRoute, upload: reportUpload },
  { door: 'graph', route: graphRoute, upload: graphUpload },
];

/** What is uploaded to this address; null where nothing is. */
export function findUpload(
  req: IncomingMessage,
  path: string,
  query: () => URLSearchParams,
  deps: DoorsDeps,
): { door: UploadDoor; upload: Upload } | null {
  if (!path.startsWith('/api/v1/')) return null;
  if (isEventsPath(path)) return { door: 'events', upload: eventsUpload(req, query(), deps) };
  if (isOwnersPath(path)) return { door: 'owners', upload: ownersUpload(req, query(), deps) };
  for (const { door, route, upload } of ofRuns) {
    const run = route(path, req.method);
    if (run !== null) return { door, upload: upload(req, run, query(), deps) };
  }
  return null;
}
