import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { spansOfJson } from '../../otlp/json';
import type { OtlpSpan } from '../../otlp/span';
import { JenkinsSpan, jenkinsSpanOf, WANTED } from '../span';

const file = (name: string): string => join(__dirname, '..', 'fixtures', name);

/** An export request of Jenkins' plugin, in OTLP's JSON. */
export const request = (name: 'pipeline' | 'freestyle'): unknown =>
  JSON.parse(readFileSync(file(`${name}.otlp.json`), 'utf8'));

export const otlpSpans = (name: 'pipeline' | 'freestyle'): OtlpSpan[] =>
  spansOfJson(request(name), { attributes: WANTED });

export const jenkinsSpans = (name: 'pipeline' | 'freestyle'): JenkinsSpan[] =>
  otlpSpans(name).flatMap((span) => jenkinsSpanOf(span) ?? []);

const Request = z.object({
  resourceSpans: z.array(z.looseObject({ scopeSpans: z.array(z.looseObject({ spans: z.array(z.unknown()) })) })),
});

/** The same request with some of its spans, by their place. */
export function requestOf(name: 'pipeline' | 'freestyle', places: readonly number[]): unknown {
  const { resourceSpans } = Request.parse(request(name));
  return {
    resourceSpans: resourceSpans.map((resource) => ({
      ...resource,
      scopeSpans: resource.scopeSpans.map((scope) => ({ ...scope, spans: places.map((place) => scope.spans[place]) })),
    })),
  };
}
