import { ArtifactUpload } from '@summit/contracts';
import type { IncomingMessage } from 'node:http';
import { contentEncoding } from '../http/encoding';
import { requireJsonObject } from '../http/hook';
import { Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import { causesOf, escapedRun, runOf, textOf, wrongNames, wrongParameter } from './said';
import type { Upload } from './serve';

/** The run of `/api/v1/runs/{id}/artifacts`, as the address writes it: where artifacts are also listed, with GET, which the API does. */
export const artifactRoute = (path: string, method: string | undefined): string | null =>
  method === 'GET' || method === 'HEAD' ? null : escapedRun(path, 'artifacts');

const MAX_BODY = 1 << 20;
const MAX_CAUSES = 20;

/** What a job left behind, as a list: names, sizes and addresses, never the things themselves. From here on it is a report like any other. */
export const artifactUpload = (req: IncomingMessage, run: string, query: URLSearchParams, deps: DoorsDeps): Upload => ({
  name: 'Artifacts',
  brought: { logged: 'an upload', answered: 'upload' },
  allow: 'GET, POST',
  maxBytes: Math.min(deps.limits.bodyBytes, MAX_BODY),
  begin() {
    const wrong = wrongNames(query, ['job']);
    if (wrong.length > 0) throw wrongParameter(wrong);
    const said = { run: runOf(run), name: '', format: 'artifacts', job: textOf(query, 'job') };
    if (contentEncoding(req.headers['content-encoding']) !== '')
      throw new Refusal(415, 'A list of artifacts is sent as it is, not compressed.');
    return (body) => {
      const list = ArtifactUpload.safeParse(requireJsonObject(body.toString('utf8')));
      if (!list.success)
        throw new Refusal(400, 'The body is not what this call takes.', causesOf(list.error.issues, MAX_CAUSES));
      return { source: 'report', encoding: '', meta: said, body };
    };
  },
});
