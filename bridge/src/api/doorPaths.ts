import { ArtifactUpload, CommandUpload, GraphUpload } from '@summit/contracts';
import { z } from 'zod';

type Json = Record<string, unknown>;

const json = (schema: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } });
const parameter = (name: string, description: string) => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'string', maxLength: 300 },
});
const runId = (maxLength: number) => ({
  name: 'id',
  in: 'path',
  required: true,
  description: '`<system>-<its own id>-<attempt>`, as runs are named.',
  schema: { type: 'string', minLength: 1, maxLength },
});
const refusal = (description: string) => ({ description, content: json('ErrorBody') });
const jsonBody = (schema: Json) => ({ required: true, content: { 'application/json': { schema } } });
const textBody = (mediaType: string) => ({ required: true, content: { [mediaType]: { schema: { type: 'string' } } } });
const schemaOf = (body: z.ZodType): Json => z.toJSONSchema(body, { io: 'input', target: 'draft-2020-12' });

interface Door {
  operationId: string;
  summary: string;
  tag: string;
  description: string;
  parameters?: readonly Json[];
  requestBody: Json;
  /** What 202 says, and in which shape. */
  accepted: string;
  answer?: 'ReportAccepted' | 'LogAccepted';
  /** What is said where each of these is the answer. Only bodies that may not be compressed are refused with 415. */
  refusals: { 400: string; 405: string; 413: string; 415?: string };
}

/** A POST that takes an upload with a token that may. */
const door = ({
  operationId,
  summary,
  tag,
  description,
  parameters,
  requestBody,
  accepted,
  answer,
  refusals,
}: Door): Json => ({
  post: {
    operationId,
    summary,
    tags: [tag],
    security: [{ token: [] }],
    'x-scope': 'ingest',
    description,
    ...(parameters && { parameters }),
    requestBody,
    responses: {
      202: { description: accepted, content: json(answer ?? 'ReportAccepted') },
      401: refusal('No valid token.'),
      403: refusal('The token does not allow it.'),
      503: refusal('Not now; Retry-After says when.'),
      ...Object.fromEntries(Object.entries(refusals).map(([status, said]) => [status, refusal(said)])),
    },
  },
});

/**
 * Addresses below /api/v1 that a door serves before the app sees them, as OpenAPI describes them: their bodies are no JSON and may be
 * compressed, which no route of the app takes.
 */
export const doorPaths: Readonly<Record<string, Json>> = {
  '/api/v1/ci-events': door({
    operationId: 'tellEvents',
    summary: 'Tell of runs, jobs, deployments, changes and commits',
    tag: 'deployments',
    description:
      'Takes what the generic door takes, with a token of kind service with the scope `ingest` or `write` instead of a secret of its own. At most 256 KiB and 1000 events; an event that comes twice changes nothing. `summit deploy` uses it.',
    requestBody: jsonBody({
      type: 'object',
      description: 'As docs/generic-door.schema.json describes it.',
      required: ['system', 'events'],
      properties: { system: { type: 'string' }, events: { type: 'array', items: { type: 'object' } } },
    }),
    accepted: 'The events are stored.',
    refusals: {
      400: 'The body is not what this call takes; `causes` names event and field.',
      405: 'Only POST.',
      413: 'It is too large.',
      415: 'It is compressed.',
    },
  }),
  '/api/v1/code-owners': door({
    operationId: 'uploadCodeOwners',
    summary: "Upload a repository's CODEOWNERS, which says who looks after its tests",
    tag: 'tests',
    description:
      'Needs a token of kind service with the scope `ingest` or `write`. The body is the file as it stands in the repository, at most 512 KiB, and may be compressed (Content-Encoding gzip, br, zstd or deflate). The file that came last counts. `summit owners` uses it.',
    parameters: [
      { ...parameter('repository', '`owner/name`.'), required: true },
      parameter('path', 'Where it stands in the repository.'),
      {
        ...parameter('syntax', "Whose rules it follows; without it GitLab's where it has sections, else GitHub's."),
        schema: { type: 'string', enum: ['github', 'gitlab'] },
      },
    ],
    requestBody: textBody('text/plain'),
    accepted: 'The upload is stored.',
    refusals: {
      400: 'A parameter or the compression is wrong; `causes` names each.',
      405: 'Only POST.',
      413: 'It is too large, as it was sent or when it is inflated.',
    },
  }),
  '/api/v1/runs/{id}/graph': door({
    operationId: 'uploadGraph',
    summary: 'Tell which job of a run needs which',
    tag: 'runs',
    description:
      'Needs a token of kind service with the scope `ingest` or `write`. The run need not be known yet. Takes the workflow file of GitHub or the pipeline file of GitLab with the files that it calls, or jobs and needs by their names. At most 256 KiB. What one source says of one job later stands. What cannot be read is found among the dead letters, with the reason. `summit graph` uses it.',
    parameters: [runId(300)],
    requestBody: jsonBody(schemaOf(GraphUpload)),
    accepted: 'The upload is stored. The same again changes nothing.',
    refusals: {
      400: 'The run or the body is wrong; `causes` names each field.',
      405: 'Only POST.',
      413: 'It is too large.',
      415: 'It is compressed.',
    },
  }),
  '/api/v1/runs/{id}/artifacts': door({
    operationId: 'tellArtifacts',
    summary: 'Tell what a job left behind',
    tag: 'runs',
    description:
      'Needs a token of kind service with the scope `ingest` or `write`. The run need not be known yet. Only what is said of artifacts is kept, never the files themselves. At most 1 MiB and 1000 artifacts; one that is told again under the same name and job is changed. `summit artifact` uses it.',
    parameters: [runId(300), parameter('job', 'What people call the job.')],
    requestBody: jsonBody(schemaOf(ArtifactUpload)),
    accepted: 'The list is stored.',
    refusals: {
      400: 'The run, a parameter or the body is wrong; `causes` names each.',
      405: 'Only POST and GET.',
      413: 'It is too large.',
      415: 'It is compressed.',
    },
  }),
  '/api/v1/runs/{id}/commands': door({
    operationId: 'tellCommands',
    summary: 'Tell what the commands of a job took',
    tag: 'runs',
    description:
      'Needs a token of kind service with the scope `ingest` or `write`. The run need not be known yet. Names only, never arguments: people put secrets there. At most 1 MiB and 1000 commands; the same list sent again counts once. `summit run` uses it.',
    parameters: [runId(300), parameter('job', 'What people call the job.')],
    requestBody: jsonBody(schemaOf(CommandUpload)),
    accepted: 'The list is stored.',
    refusals: {
      400: 'The run, a parameter or the body is wrong; `causes` names each.',
      405: 'Only POST and GET.',
      413: 'It is too large.',
      415: 'It is compressed.',
    },
  }),
  '/api/v1/runs/{id}/logs': door({
    operationId: 'uploadLog',
    summary: 'Upload the log of a job, whole or in parts as it goes',
    tag: 'logs',
    description:
      'Needs a token of kind service with the scope `ingest` or `write`. The run need not be known yet. The body is text and may be compressed (Content-Encoding gzip, br, zstd or deflate). Secrets are masked before it is kept. A part that came before counts once.',
    parameters: [
      runId(200),
      parameter('job', "The job: its number in its system, or its name. Without it the log is the run's."),
      {
        name: 'part',
        in: 'query',
        required: false,
        description: 'Which part it is, from 1 and without gaps. Parts end where lines do. Without it: the whole log.',
        schema: { type: 'integer', minimum: 1, maximum: 1_000_000 },
      },
      {
        name: 'final',
        in: 'query',
        required: false,
        description: 'That nothing follows. The last part may be empty.',
        schema: { type: 'boolean' },
      },
    ],
    requestBody: textBody('text/plain'),
    accepted: 'The part is stored.',
    answer: 'LogAccepted',
    refusals: {
      400: 'The run, a parameter or the compression is wrong; `causes` names each.',
      405: 'Only POST, and GET for the list.',
      413: 'It is too large, as it was sent or when it is inflated: send it in parts.',
    },
  }),
  '/api/v1/runs/{id}/reports': door({
    operationId: 'uploadReport',
    summary: 'Upload a report of tests or coverage, as a tool wrote it',
    tag: 'tests',
    description:
      'Needs a token of kind service with the scope `ingest` or `write`. The run need not be known yet. The body may be compressed (Content-Encoding gzip, br, zstd or deflate). What cannot be read is found among the dead letters, with the reason.',
    parameters: [
      runId(200),
      parameter('name', 'What people call the report; the file name, say.'),
      parameter('format', 'What it is, where that cannot be told from the report: junit, lcov, …'),
      parameter('job', 'The job that made it. Results are compared within one job.'),
    ],
    requestBody: textBody('application/octet-stream'),
    accepted: 'The upload is stored. The same bytes for the same run and job count once.',
    refusals: {
      400: 'The run, a parameter or the compression is wrong; `causes` names each.',
      405: 'Only POST.',
      413: 'It is too large, as it was sent or when it is inflated.',
    },
  }),
};
