import { createHash } from 'node:crypto';
import { hasTrace, queryLoki, queryMimir } from './backends';
import type { Context } from './context';
import { hourMs, minuteMs } from './context';
import { counterRequest, logsRequest, sendOtlp, tracesRequest, type Attributes } from './otlp';

/** Ids derived from a name, so that two runs of a check never share one. */
export function idOf(name: string, bytes: number): string {
  return createHash('sha256')
    .update(name)
    .digest('hex')
    .slice(0, bytes * 2);
}

export interface ProbeOptions {
  tenant?: string;
  /** How long before now the event happened. */
  ageMs?: number;
  attributes?: Attributes;
  traceId?: string;
}

/** Sends and finds single events that carry `marker`. */
export function createProbe({ stack, runId, now, tempoUrl }: Context) {
  const service = `probe-${runId}`;
  const { loki, mimir, otlpHttp } = stack.urls;
  const around = (ageMs: number) => ({ fromMs: now() - ageMs - hourMs, toMs: now() - ageMs + hourMs, stepSeconds: 60 });

  return {
    service,
    sendLog: (marker: string, { tenant, ageMs = 0, attributes, traceId }: ProbeOptions = {}) =>
      sendOtlp(
        otlpHttp,
        'logs',
        logsRequest({
          resource: { 'service.name': service },
          timeMs: now() - ageMs,
          body: marker,
          attributes,
          traceId,
        }),
        tenant,
      ),

    findLog: async (marker: string, tenant: string, ageMs = 0): Promise<boolean> => {
      const result = await queryLoki(loki, tenant, `{service_name="${service}"} |= "${marker}"`, around(ageMs));
      return result.rows.some((row) => row.values.includes(marker));
    },

    logRow: async (marker: string, tenant: string): Promise<Record<string, string> | undefined> => {
      const result = await queryLoki(loki, tenant, `{service_name="${service}"} |= "${marker}"`, around(0));
      return result.rows.find((row) => row.values.includes(marker))?.labels;
    },

    sendCounter: (name: string, { tenant, ageMs = 0, attributes }: ProbeOptions = {}) =>
      sendOtlp(
        otlpHttp,
        'metrics',
        counterRequest({
          resource: { 'service.name': service },
          name,
          timeMs: now() - ageMs,
          startMs: now() - ageMs - minuteMs,
          value: 7,
          attributes,
        }),
        tenant,
      ),

    findCounter: async (name: string, tenant: string, ageMs = 0): Promise<boolean> =>
      (await queryMimir(mimir, tenant, `${name}_total`, around(ageMs))).series > 0,

    sendSpan: (
      name: string,
      options: ProbeOptions & { failed?: boolean; durationMs?: number; trace?: string } = {},
    ) => {
      const { tenant, ageMs = 0, attributes, failed, durationMs = 20, trace = name } = options;
      const span = {
        traceId: idOf(`${runId} ${trace}`, 16),
        spanId: idOf(`${runId} ${name} span`, 8),
        startMs: now() - ageMs - durationMs,
      };
      const request = tracesRequest({
        resource: { 'service.name': service },
        name,
        durationMs,
        attributes,
        failed,
        ...span,
      });
      return sendOtlp(otlpHttp, 'traces', request, tenant);
    },

    findTrace: (name: string, tenant: string): Promise<boolean> => {
      if (tempoUrl === undefined) throw new Error('there is no Tempo to ask');
      return hasTrace(tempoUrl, tenant, idOf(`${runId} ${name}`, 16));
    },

    findCalls: async (spanName: string, tenant: string): Promise<boolean> =>
      (await queryMimir(mimir, tenant, `traces_span_metrics_calls_total{span_name="${spanName}"}`, around(0))).series >
      0,
  };
}
export type Probe = ReturnType<typeof createProbe>;
