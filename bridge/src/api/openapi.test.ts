import { z } from 'zod';
import { Run } from '@summit/contracts';
import { doorPaths } from './doorPaths';
import { openApiDocument } from './openapi';
import { paging, texts } from './paging/parameters';
import { noBody, noInput, publicRoute, route } from './routes/route';

const common = { method: 'get', summary: 's', tag: 't' } as const;
const routes = [
  route(
    'read',
    {
      ...noInput,
      ...common,
      path: '/api/v1/runs/{id}',
      operationId: 'getRun',
      params: z.object({ id: z.string() }),
      query: z.object({ branch: texts(9).optional(), ...paging }),
      answer: Run,
    },
    async () => {
      throw new Error('not called');
    },
  ),
  route(
    'admin',
    {
      ...noInput,
      ...common,
      method: 'post',
      path: '/api/v1/things',
      operationId: 'makeThing',
      status: 201,
      body: z.object({ name: z.string() }),
      answer: z.object({ run: Run }),
    },
    async () => {
      throw new Error('not called');
    },
  ),
  route(
    'admin',
    {
      ...noInput,
      ...common,
      method: 'delete',
      path: '/api/v1/things',
      operationId: 'removeThing',
      status: 204,
      answer: noBody,
    },
    async () => null,
  ),
  publicRoute(
    { ...noInput, ...common, path: '/health', operationId: 'getHealth', answer: z.object({ ok: z.boolean() }) },
    async () => ({ ok: true }),
  ),
];
const document = openApiDocument(routes, '1.2.3', 'http://bridge.test');

test('documents what doors serve, with the schemas they name', () => {
  const withDoors = openApiDocument(routes, '1', 'http://bridge.test', doorPaths);
  expect(withDoors).toMatchObject({
    paths: {
      '/health': {},
      '/api/v1/runs/{id}': {},
      '/api/v1/runs/{id}/reports': { post: { operationId: 'uploadReport', 'x-scope': 'ingest' } },
    },
    components: { schemas: { ReportAccepted: { type: 'object' }, ErrorBody: {} } },
  });
  expect(document).not.toHaveProperty('components.schemas.ReportAccepted');
});

test('documents each route with its scope, parameters, body and answers', () => {
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { version: '1.2.3' },
    servers: [{ url: 'http://bridge.test' }],
    paths: {
      '/api/v1/runs/{id}': {
        get: {
          operationId: 'getRun',
          'x-scope': 'read',
          security: [{ token: [] }],
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
            { name: 'branch', in: 'query', required: false, schema: { type: 'array' }, explode: true },
            {
              name: 'limit',
              in: 'query',
              required: false,
              schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
            },
            { name: 'cursor', in: 'query', required: false },
          ],
          responses: {
            200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Run' } } } },
            401: {},
            403: {},
            404: {},
          },
        },
      },
      '/api/v1/things': {
        post: {
          requestBody: { content: { 'application/json': { schema: { properties: { name: { type: 'string' } } } } } },
          responses: { 201: {}, 413: {}, 415: {} },
        },
        delete: { responses: { 204: { description: 'Done.' } } },
      },
      '/health': { get: { security: [] } },
    },
  });
});

test('names contracts once, and holds every schema that is pointed at', () => {
  const text = JSON.stringify(document);
  const pointed = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] ?? '');
  const { schemas } = z
    .object({ components: z.object({ schemas: z.record(z.string(), z.unknown()) }) })
    .parse(document).components;
  for (const name of pointed) expect(Object.keys(schemas)).toContain(name);
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(['ErrorBody', 'Run', 'MakeThingAnswer']));
  expect(schemas['MakeThingAnswer']).toMatchObject({ properties: { run: { $ref: '#/components/schemas/Run' } } });
});
