import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { contentEncoding } from '../http/encoding';
import { requireJsonObject } from '../http/hook';
import { Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import { causesOf, escapedRun, runOf, textOf, wrongNames, wrongParameter } from './said';
import type { Upload } from './serve';

/** A list that a job tells about its run, small enough to be read at the door. */
export interface List {
  /** The end of its address, and the format of the report that it becomes. */
  name: 'artifacts' | 'commands';
  /** As a sentence about several begins. */
  title: string;
  body: z.ZodType;
}

/** The run of `/api/v1/runs/{id}/<list>`, as the address writes it: where the list is also read, with GET, which the API does. */
export const listRoute =
  ({ name }: List) =>
  (path: string, method: string | undefined): string | null =>
    method === 'GET' || method === 'HEAD' ? null : escapedRun(path, name);

const MAX_BODY = 1 << 20;
const MAX_CAUSES = 20;

/** From here on it is a report like any other. */
export const listUpload =
  ({ name, title, body: schema }: List) =>
  (req: IncomingMessage, run: string, query: URLSearchParams, deps: DoorsDeps): Upload => ({
    name: title,
    brought: { logged: 'an upload', answered: 'upload' },
    allow: 'GET, POST',
    maxBytes: Math.min(deps.limits.bodyBytes, MAX_BODY),
    begin() {
      const wrong = wrongNames(query, ['job']);
      if (wrong.length > 0) throw wrongParameter(wrong);
      const said = { run: runOf(run), name: '', format: name, job: textOf(query, 'job') };
      if (contentEncoding(req.headers['content-encoding']) !== '')
        throw new Refusal(415, `A list of ${name} is sent as it is, not compressed.`);
      return (body) => {
        const list = schema.safeParse(requireJsonObject(body.toString('utf8')));
        if (!list.success)
          throw new Refusal(400, 'The body is not what this call takes.', causesOf(list.error.issues, MAX_CAUSES));
        return { source: 'report', encoding: '', meta: said, body };
      };
    },
  });
