import type { Scope } from '@summit/contracts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Caller } from '../auth/caller';
import { invalid } from '../errors';
import { normaliseQuery } from './query';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** What came in, before any of it is believed. */
export interface RawCall {
  params: Readonly<Record<string, unknown>>;
  query: Readonly<Record<string, unknown>>;
  body: unknown;
  headers: IncomingMessage['headers'];
}

/** Content for the route's content type (JSON, or a string for text), or a hand that takes over the response. */
export type Reply = { status: number; content: unknown } | { stream: (response: ServerResponse) => void };

interface Described {
  method: Method;
  /** As OpenAPI writes it: `/api/v1/runs/{id}`. */
  path: string;
  operationId: string;
  summary: string;
  tag: string;
  /** Status of the good answer. */
  status: number;
  contentType: string;
}

/** A route with its types closed over: what the express app registers and what OpenAPI documents are this one object. */
export interface Route extends Described {
  access: Access;
  params: z.ZodObject;
  query: z.ZodObject;
  body: z.ZodType;
  answer: z.ZodType;
  handle(call: RawCall, caller: Caller | null): Promise<Reply>;
}

export type Access = 'public' | Exclude<Scope, 'ingest'>;

interface Definition<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends z.ZodType,
> extends Omit<Described, 'status' | 'contentType'> {
  status?: number;
  contentType?: string;
  params: P;
  query: Q;
  body: B;
  answer: A;
}

export interface Call<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  headers: IncomingMessage['headers'];
}

/** For routes without a body, and for answers without one. */
export const noBody = z.unknown();

/** Spread first into a definition; what the route does take comes after it. */
export const noInput = { params: z.object({}), query: z.object({}), body: noBody };

function parse<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>(
  schemas: { params: P; query: Q; body: B },
  raw: RawCall,
): Call<z.output<P>, z.output<Q>, z.output<B>> {
  const params = schemas.params.safeParse(raw.params);
  const query = schemas.query.safeParse(normaliseQuery(schemas.query.shape, raw.query));
  // An object schema drops what it does not know; a misspelt filter that is dropped would answer the wrong question.
  const unknown = Object.keys(raw.query).filter((name) => !Object.hasOwn(schemas.query.shape, name));
  if (!params.success || !query.success || unknown.length > 0)
    throw invalid('parameter', [
      ...(params.error?.issues ?? []),
      ...(query.error?.issues ?? []),
      ...(unknown.length > 0 ? [{ code: 'unrecognized_keys' as const, keys: unknown, path: [], message: '' }] : []),
    ]);
  const body = schemas.body.safeParse(raw.body);
  if (!body.success) throw invalid('body', body.error.issues);
  return { params: params.data, query: query.data, body: body.data, headers: raw.headers };
}

type JsonHandler<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType> = (
  call: Call<z.output<P>, z.output<Q>, z.output<B>>,
  caller: Caller,
) => Promise<z.input<A>>;

/** Makes a route that needs a token with the scope `access` and answers `answer`; with status 204 the answer has no body. */
export function route<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  access: Exclude<Access, 'public'>,
  definition: Definition<P, Q, B, A>,
  handle: JsonHandler<P, Q, B, A>,
): Route {
  const described = withDefaults(definition);
  return {
    ...described,
    access,
    handle: async (raw, caller) => ({
      status: described.status,
      content: await handle(parse(definition, raw), present(caller)),
    }),
  };
}

/** Makes a route whose answer is written bit by bit: `handle` checks the call, then gives the hand that writes. */
export function streamRoute<P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodType>(
  access: Exclude<Access, 'public'>,
  definition: Definition<P, Q, z.ZodType, A>,
  handle: (
    call: Call<z.output<P>, z.output<Q>, unknown>,
    caller: Caller,
  ) => Promise<(response: ServerResponse) => void>,
): Route {
  return {
    ...withDefaults(definition),
    access,
    handle: async (raw, caller) => ({ stream: await handle(parse(definition, raw), present(caller)) }),
  };
}

/** Makes a route that anyone may call: it must say nothing about a tenant. */
export function publicRoute<A extends z.ZodType>(
  definition: Definition<z.ZodObject, z.ZodObject, z.ZodType, A>,
  handle: () => Promise<z.input<A>>,
): Route {
  const described = withDefaults(definition);
  return {
    ...described,
    access: 'public',
    handle: async () => ({ status: described.status, content: await handle() }),
  };
}

function withDefaults<D extends { status?: number; contentType?: string }>(definition: D) {
  return { ...definition, status: definition.status ?? 200, contentType: definition.contentType ?? 'application/json' };
}

function present(caller: Caller | null): Caller {
  if (!caller) throw new Error('A route that needs a token was reached without a caller.');
  return caller;
}
