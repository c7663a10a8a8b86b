import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { repoRoot } from './pins';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonMap = { [key: string]: Json };

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The map at `path`; throws when the configuration has another shape there. */
export function mapAt(root: JsonMap, ...path: string[]): JsonMap {
  let here: JsonMap = root;
  for (const key of path) {
    const next = here[key];
    if (!isMap(next)) throw new Error(`collector.yaml: ${path.join('.')} is not a map`);
    here = next;
  }
  return here;
}

function listAt(root: JsonMap, ...path: string[]): Json[] {
  const last = path.at(-1) ?? '';
  const list = mapAt(root, ...path.slice(0, -1))[last];
  if (!Array.isArray(list)) throw new Error(`collector.yaml: ${path.join('.')} is not a list`);
  return list;
}

export async function readCollectorConfig(): Promise<JsonMap> {
  const config = load(await readFile(join(repoRoot, 'collector-config', 'collector.yaml'), 'utf8'));
  if (!isMap(config)) throw new Error('collector.yaml is not a map');
  return config;
}

export function showCollectorConfig(config: JsonMap): string {
  return dump(config, { noRefs: true, lineWidth: 140 });
}

const tenantForm = /^[a-zA-Z0-9!\-_.*'()]{1,150}$/;

/** What Loki, Mimir and Tempo take as a tenant, less the characters that mean something in a path. */
export function isTenant(name: string): boolean {
  return tenantForm.test(name) && name !== '.' && name !== '..';
}

/**
 * Gives each tenant its own road through the sampler and the span metrics, which both forget the tenant header:
 * copies of the two components, and exporters with the tenant written into them.
 * Without Tempo (`tempo: false`) their traces end in the debug exporter, as TRACES_EXPORTER=debug does for the others.
 * @throws Error for a name no backend would take
 */
export function addTenants(config: JsonMap, tenants: readonly string[], { tempo = true } = {}): JsonMap {
  const result = structuredClone(config);
  for (const tenant of new Set(tenants)) {
    if (!isTenant(tenant))
      throw new Error(`"${tenant}" is not a tenant: letters, digits and !-_.*'() only, at most 150`);
    addTenant(result, tenant, tempo);
  }
  return result;
}

function addTenant(config: JsonMap, tenant: string, tempo: boolean): void {
  const copy = (section: string, from: string): { id: string; value: JsonMap } => {
    const id = `${from}${from.includes('/') ? '_' : '/'}${tenant}`;
    const value = structuredClone(mapAt(config, section, from));
    mapAt(config, section)[id] = value;
    return { id, value };
  };
  const header: JsonMap = { action: 'upsert', key: 'X-Scope-OrgID', value: tenant };
  const setter = `headers_setter/${tenant}`;
  mapAt(config, 'extensions')[setter] = { headers: [header] };
  listAt(config, 'service', 'extensions').push(setter);

  const traces = copy('exporters', 'otlp_grpc/tempo');
  const metrics = copy('exporters', 'otlp_http/mimir');
  for (const exporter of [traces, metrics]) exporter.value.auth = { authenticator: setter };
  const sampler = copy('processors', 'tail_sampling');
  const measure = copy('connectors', 'span_metrics');

  const pipelines = mapAt(config, 'service', 'pipelines');
  pipelines[`traces/sampled_${tenant}`] = {
    receivers: ['routing/traces'],
    processors: [sampler.id],
    exporters: [tempo ? traces.id : 'debug'],
  };
  pipelines[`traces/measured_${tenant}`] = { receivers: ['routing/traces'], exporters: [measure.id] };
  pipelines[`metrics/measured_${tenant}`] = { receivers: [measure.id], exporters: [metrics.id] };
  listAt(config, 'connectors', 'routing/traces', 'table').push({
    context: 'resource',
    condition: `attributes["summit.tenant"] == "${tenant}"`,
    pipelines: [`traces/sampled_${tenant}`, `traces/measured_${tenant}`],
  });
}
