import { GraphUpload } from '@summit/contracts';
import type { IncomingMessage } from 'node:http';
import { contentEncoding } from '../http/encoding';
import { requireJsonObject } from '../http/hook';
import { Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import { causesOf, escapedRun, runOf } from './said';
import type { Upload } from './serve';

/** The run of `/api/v1/runs/{id}/graph`, as the address writes it. */
export const graphRoute = (path: string): string | null => escapedRun(path, 'graph');

/** Workflows with all that they call are rarely a tenth of it; reading YAML takes long. */
const MAX_BYTES = 256 * 1024;
const NAMED = 5;
const [OfFiles, OfJobs] = GraphUpload.options;

/** Which job of a run waits for which: its workflow file, or jobs and needs. What a file says is read by the digest. */
export const graphUpload = (req: IncomingMessage, run: string, query: URLSearchParams, deps: DoorsDeps): Upload => ({
  name: 'Graphs',
  brought: { logged: 'an upload', answered: 'upload' },
  allow: 'POST',
  maxBytes: Math.min(deps.limits.bodyBytes, MAX_BYTES),
  begin() {
    if ([...query].length > 0) throw new Refusal(400, 'This call has no parameters.');
    const id = runOf(run);
    if (contentEncoding(req.headers['content-encoding']) !== '')
      throw new Refusal(415, 'Graphs are sent as they are, not compressed.');
    return (body) => {
      const value = requireJsonObject(body.toString('utf8'));
      const parsed = ('jobs' in value ? OfJobs : OfFiles).safeParse(value);
      if (!parsed.success)
        throw new Refusal(
          400,
          'The body is not a graph: {"format":"github" or "gitlab","files":[{"path","text"}]}, or {"jobs":[{"name","needs":[]}]}.',
          causesOf(parsed.error.issues, NAMED),
        );
      return { source: 'graph', encoding: '', meta: { run: id }, body };
    };
  },
});
