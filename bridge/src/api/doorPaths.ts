import { GraphUpload } from '@summit/contracts';
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
const refusal = (description: string) => ({ description, content: json('ErrorBody') });

/**
 * Addresses below /api/v1 that a door serves before the app sees them, as OpenAPI describes them: their bodies are no JSON and may be
 * compressed, which no route of the app takes.
 */
export const doorPaths: Readonly<Record<string, Json>> = {
  '/api/v1/ci-events': {
    post: {
      operationId: 'tellEvents',
      summary: 'Tell of runs, jobs, deployments, changes and commits',
      tags: ['deployments'],
      security: [{ token: [] }],
      'x-scope': 'ingest',
      description:
        'Takes what the generic door takes, with a token of kind service with the scope `ingest` or `write` instead of a secret of its own. At most 256 KiB and 1000 events; an event that comes twice changes nothing. `summit deploy` uses it.',
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              description: 'As docs/generic-door.schema.json describes it.',
              required: ['system', 'events'],
              properties: { system: { type: 'string' }, events: { type: 'array', items: { type: 'object' } } },
            },
          },
        },
      },
      responses: {
        202: { description: 'The events are stored.', content: json('ReportAccepted') },
        400: refusal('The body is not what this call takes; `causes` names event and field.'),
        401: refusal('No valid token.'),
        403: refusal('The token does not allow it.'),
        405: refusal('Only POST.'),
        413: refusal('It is too large.'),
        415: refusal('It is compressed.'),
        503: refusal('Not now; Retry-After says when.'),
      },
    },
  },
  '/api/v1/code-owners': {
    post: {
      operationId: 'uploadCodeOwners',
      summary: "Upload a repository's CODEOWNERS, which says who looks after its tests",
      tags: ['tests'],
      security: [{ token: [] }],
      'x-scope': 'ingest',
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
      requestBody: { required: true, content: { 'text/plain': { schema: { type: 'string' } } } },
      responses: {
        202: { description: 'The upload is stored.', content: json('ReportAccepted') },
        400: refusal('A parameter or the compression is wrong; `causes` names each.'),
        401: refusal('No valid token.'),
        403: refusal('The token does not allow it.'),
        405: refusal('Only POST.'),
        413: refusal('It is too large, as it was sent or when it is inflated.'),
        503: refusal('Not now; Retry-After says when.'),
      },
    },
  },
  '/api/v1/runs/{id}/graph': {
    post: {
      operationId: 'uploadGraph',
      summary: 'Tell which job of a run needs which',
      tags: ['runs'],
      security: [{ token: [] }],
      'x-scope': 'ingest',
      description:
        'Needs a token of kind service with the scope `ingest` or `write`. The run need not be known yet. Takes the workflow file of GitHub or the pipeline file of GitLab with the files that it calls, or jobs and needs by their names. At most 256 KiB. What one source says of one job later stands. What cannot be read is found among the dead letters, with the reason. `summit graph` uses it.',
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          description: '`<system>-<its own id>-<attempt>`, as runs are named.',
          schema: { type: 'string', minLength: 1, maxLength: 300 },
        },
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: z.toJSONSchema(GraphUpload, { io: 'input', target: 'draft-2020-12' }) },
        },
      },
      responses: {
        202: { description: 'The upload is stored. The same again changes nothing.', content: json('ReportAccepted') },
        400: refusal('The run or the body is wrong; `causes` names each field.'),
        401: refusal('No valid token.'),
        403: refusal('The token does not allow it.'),
        405: refusal('Only POST.'),
        413: refusal('It is too large.'),
        415: refusal('It is compressed.'),
        503: refusal('Not now; Retry-After says when.'),
      },
    },
  },
  '/api/v1/runs/{id}/artifacts': {
    post: {
      operationId: 'tellArtifacts',
      summary: 'Tell what a job left behind',
      tags: ['runs'],
      security: [{ token: [] }],
      'x-scope': 'ingest',
      description:
        'Needs a token of kind service with the scope `ingest` or `write`. The run need not be known yet. Only what is said of artifacts is kept, never the files themselves. At most 1 MiB and 1000 artifacts; one that is told again under the same name and job is changed. `summit artifact` uses it.',
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          description: '`<system>-<its own id>-<attempt>`, as runs are named.',
          schema: { type: 'string', minLength: 1, maxLength: 300 },
        },
        parameter('job', 'What people call the job.'),
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              additionalProperties: false,
              required: ['artifacts'],
              properties: {
                artifacts: {
                  type: 'array',
                  minItems: 1,
                  maxItems: 1000,
                  items: {
                    type: 'object',
                    additionalProperties: false,
                    required: ['name'],
                    properties: {
                      name: { type: 'string', minLength: 1, maxLength: 300 },
                      bytes: { type: 'integer', minimum: 0 },
                      sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
                      mediaType: { type: 'string', maxLength: 100 },
                      url: { type: 'string', format: 'uri', maxLength: 2000, description: 'Of http or https.' },
                    },
                  },
                },
              },
            },
          },
        },
      },
      responses: {
        202: { description: 'The list is stored.', content: json('ReportAccepted') },
        400: refusal('The run, a parameter or the body is wrong; `causes` names each.'),
        401: refusal('No valid token.'),
        403: refusal('The token does not allow it.'),
        405: refusal('Only POST and GET.'),
        413: refusal('It is too large.'),
        415: refusal('It is compressed.'),
        503: refusal('Not now; Retry-After says when.'),
      },
    },
  },
  '/api/v1/runs/{id}/commands': {
    post: {
      operationId: 'tellCommands',
      summary: 'Tell what the commands of a job took',
      tags: ['runs'],
      security: [{ token: [] }],
      'x-scope': 'ingest',
      description:
        'Needs a token of kind service with the scope `ingest` or `write`. The run need not be known yet. Names only, never arguments: people put secrets there. At most 1 MiB and 1000 commands; the same list sent again counts once. `summit run` uses it.',
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          description: '`<system>-<its own id>-<attempt>`, as runs are named.',
          schema: { type: 'string', minLength: 1, maxLength: 300 },
        },
        parameter('job', 'What people call the job.'),
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              additionalProperties: false,
              required: ['commands'],
              properties: {
                commands: {
                  type: 'array',
                  minItems: 1,
                  maxItems: 1000,
                  items: {
                    type: 'object',
                    additionalProperties: false,
                    required: ['name', 'startedAt', 'wallMs'],
                    properties: {
                      name: { type: 'string', minLength: 1, maxLength: 300 },
                      startedAt: { type: 'string', format: 'date-time' },
                      wallMs: { type: 'number', minimum: 0 },
                      userMs: { type: 'number', minimum: 0, description: 'Processor time of it and its children.' },
                      systemMs: { type: 'number', minimum: 0 },
                      maxRssBytes: { type: 'integer', minimum: 0, description: 'Of the largest process.' },
                      exitCode: { type: 'integer' },
                      signal: { type: 'string', pattern: '^SIG[A-Z0-9]{1,20}$' },
                    },
                  },
                },
              },
            },
          },
        },
      },
      responses: {
        202: { description: 'The list is stored.', content: json('ReportAccepted') },
        400: refusal('The run, a parameter or the body is wrong; `causes` names each.'),
        401: refusal('No valid token.'),
        403: refusal('The token does not allow it.'),
        405: refusal('Only POST and GET.'),
        413: refusal('It is too large.'),
        415: refusal('It is compressed.'),
        503: refusal('Not now; Retry-After says when.'),
      },
    },
  },
  '/api/v1/runs/{id}/logs': {
    post: {
      operationId: 'uploadLog',
      summary: 'Upload the log of a job, whole or in parts as it goes',
      tags: ['logs'],
      security: [{ token: [] }],
      'x-scope': 'ingest',
      description:
        'Needs a token of kind service with the scope `ingest` or `write`. The run need not be known yet. The body is text and may be compressed (Content-Encoding gzip, br, zstd or deflate). Secrets are masked before it is kept. A part that came before counts once.',
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          description: '`<system>-<its own id>-<attempt>`, as runs are named.',
          schema: { type: 'string', minLength: 1, maxLength: 200 },
        },
        parameter('job', "The job: its number in its system, or its name. Without it the log is the run's."),
        {
          name: 'part',
          in: 'query',
          required: false,
          description:
            'Which part it is, from 1 and without gaps. Parts end where lines do. Without it: the whole log.',
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
      requestBody: { required: true, content: { 'text/plain': { schema: { type: 'string' } } } },
      responses: {
        202: { description: 'The part is stored.', content: json('LogAccepted') },
        400: refusal('The run, a parameter or the compression is wrong; `causes` names each.'),
        401: refusal('No valid token.'),
        403: refusal('The token does not allow it.'),
        405: refusal('Only POST, and GET for the list.'),
        413: refusal('It is too large, as it was sent or when it is inflated: send it in parts.'),
        503: refusal('Not now; Retry-After says when.'),
      },
    },
  },
  '/api/v1/runs/{id}/reports': {
    post: {
      operationId: 'uploadReport',
      summary: 'Upload a report of tests or coverage, as a tool wrote it',
      tags: ['tests'],
      security: [{ token: [] }],
      'x-scope': 'ingest',
      description:
        'Needs a token of kind service with the scope `ingest` or `write`. The run need not be known yet. The body may be compressed (Content-Encoding gzip, br, zstd or deflate). What cannot be read is found among the dead letters, with the reason.',
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          description: '`<system>-<its own id>-<attempt>`, as runs are named.',
          schema: { type: 'string', minLength: 1, maxLength: 200 },
        },
        parameter('name', 'What people call the report; the file name, say.'),
        parameter('format', 'What it is, where that cannot be told from the report: junit, lcov, …'),
        parameter('job', 'The job that made it. Results are compared within one job.'),
      ],
      requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string' } } } },
      responses: {
        202: {
          description: 'The upload is stored. The same bytes for the same run and job count once.',
          content: json('ReportAccepted'),
        },
        400: refusal('The run, a parameter or the compression is wrong; `causes` names each.'),
        401: refusal('No valid token.'),
        403: refusal('The token does not allow it.'),
        405: refusal('Only POST.'),
        413: refusal('It is too large, as it was sent or when it is inflated.'),
        503: refusal('Not now; Retry-After says when.'),
      },
    },
  },
};
