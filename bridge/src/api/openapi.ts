import * as contracts from '@summit/contracts';
import { z } from 'zod';
import { unwrap } from './routes/query';
import { noBody, type Route } from './routes/route';

type Json = Record<string, unknown>;

/** Schemas of the contracts by name, so that the document names what code names. */
const named: ReadonlyMap<z.core.$ZodType, string> = new Map(
  Object.entries(contracts).flatMap(([name, value]) => (value instanceof z.ZodType ? [[value, name] as const] : [])),
);

/** The OpenAPI 3.1 document of the routes. They are what the app registers, so that the two cannot drift. */
export function openApiDocument(
  routes: readonly Route[],
  version: string,
  publicUrl: string,
  doors: Readonly<Record<string, Json>> = {},
): Json {
  const components = componentsOf(routes, doors);
  const paths: Record<string, Json> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route, components.refOf);
  for (const [path, operations] of Object.entries(doors)) paths[path] = { ...paths[path], ...operations };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Summit bridge',
      version,
      description:
        'Runs, errors, deployments and incidents as one graph. See docs/api.md for tokens, paging, errors and the stream.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token; scopes are named with each call.' },
      },
    },
  };
}

interface Components {
  schemas: Json;
  refOf: (schema: z.core.$ZodType) => Json;
}

/** Contracts become components under their names; an answer that has no name gets that of its operation. */
function componentsOf(routes: readonly Route[], doors: Json): Components {
  const answers = z.registry<{ id?: string }>();
  const names = new Map<z.core.$ZodType, string>();
  const add = (schema: z.core.$ZodType, name: string): void => {
    if (names.has(schema)) return;
    names.set(schema, name);
    answers.add(schema, { id: name });
  };
  for (const [schema, name] of named)
    if (schema instanceof z.ZodObject || schema instanceof z.ZodEnum) add(schema, name);
  for (const route of routes)
    if (route.answer !== noBody && route.contentType !== 'text/plain')
      add(route.answer, named.get(route.answer) ?? `${capital(route.operationId)}Answer`);
  const uri = (id: string): string => `#/components/schemas/${id}`;
  const { schemas } = z.toJSONSchema(answers, { uri, io: 'output', target: 'draft-2020-12' });
  const all = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, strip(schema)]));
  return { schemas: reachable(all, routes, names, doors), refOf: (schema) => ({ $ref: uri(names.get(schema) ?? '') }) };
}

/** Only what some answer uses: the contracts hold internal facts too. */
function reachable(
  all: Json,
  routes: readonly Route[],
  names: ReadonlyMap<z.core.$ZodType, string>,
  doors: Json,
): Json {
  const kept = new Set<string>();
  const visit = (name: string): void => {
    if (kept.has(name) || !(name in all)) return;
    kept.add(name);
    visitRefs(all[name]);
  };
  const visitRefs = (part: unknown): void => {
    for (const match of JSON.stringify(part).matchAll(/#\/components\/schemas\/(\w+)/g)) visit(match[1] ?? '');
  };
  visitRefs(doors);
  visit('ErrorBody');
  for (const route of routes) visit(names.get(route.answer) ?? '');
  return Object.fromEntries([...kept].sort().map((name) => [name, all[name]]));
}

function operation(route: Route, refOf: Components['refOf']): Json {
  const error = { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } };
  const errors: Json = {};
  const addError = (status: number, description: string): void =>
    void (errors[status] = { description, content: error });
  addError(400, 'A parameter or the body is wrong; `causes` names each.');
  if (route.access !== 'public') {
    addError(401, 'No valid token, or no valid identity for a token of kind grafana.');
    addError(403, 'The token, or the role of the person, does not allow it.');
  }
  if (route.path.includes('{')) addError(404, 'There is no such thing in this tenant.');
  if (route.method !== 'get') addError(409, 'It conflicts with what is there.');
  if (route.body !== noBody) {
    addError(413, 'The body is too large.');
    addError(415, 'The body is not JSON.');
  }
  // Said by Node before the call is read, so without a body.
  errors[431] = { description: 'Address and headers together are larger than 16 KiB.' };
  addError(503, 'Not now; Retry-After says when.');
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [route.tag],
    ...(route.access === 'public' ? { security: [] } : { security: [{ token: [] }], 'x-scope': route.access }),
    ...(route.access === 'public' ? {} : { description: `Needs the scope \`${route.access}\`.` }),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(route.body === noBody
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: inline(route.body, 'input') } } } }),
    responses: { [route.status]: goodAnswer(route, refOf), ...errors },
  };
}

const goodAnswer = (route: Route, refOf: Components['refOf']): Json =>
  route.status === 204 || route.answer === noBody
    ? { description: 'Done.' }
    : { description: 'The answer.', content: { [route.contentType]: { schema: refOf(route.answer) } } };

function parameters(schema: z.ZodObject, where: 'path' | 'query'): Json[] {
  const fields: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  return Object.entries(fields).map(([name, field]) => {
    const { description, ...shape } = inline(field, 'input');
    const list = unwrap(field) instanceof z.ZodArray;
    return {
      name,
      in: where,
      required: where === 'path' || !z.safeParse(field, undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: shape,
      ...(list ? { style: 'form', explode: true } : {}),
    };
  });
}

function inline(schema: z.core.$ZodType, io: 'input' | 'output'): Json {
  return strip(z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }));
}

/** Takes off what says nothing inside an OpenAPI document, and the megabyte pattern beside each date-time. */
function strip(schema: object): Json {
  const text = JSON.stringify(schema, (key, value: unknown) => {
    if (key === '$schema' || key === '$id') return undefined;
    if (isDateTime(value)) return { ...value, pattern: undefined };
    return value;
  });
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

const isDateTime = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === 'date-time';

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
