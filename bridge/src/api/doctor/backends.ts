import type { DoctorHop } from '@summit/contracts';
import { z } from 'zod';
import type { BackendUrls } from '../deps';
import { ask, type Asked } from './ask';
import { lokiAdvice, mimirAdvice } from './windows';

interface Backend {
  key: keyof BackendUrls;
  name: string;
  variable: string;
  check: (base: string) => { method: string; path: string; run: Promise<Asked>; version: string | null };
  /** Reads the service's `/config`, where it shows it: each line says what is amiss and what to set. */
  windows?: (config: string) => string[];
}

/** Each service of the stack tells that it is ready in its own way, and its version at its own address. */
const readyAt = (versionPath: string | null) => (base: string) => ({
  method: 'GET',
  path: '/ready',
  run: ask(`${base}/ready`),
  version: versionPath === null ? null : `${base}${versionPath}`,
});

/** All settings of a Loki are some 100 KB of YAML. */
const CONFIG_BYTES = 1024 * 1024;

const backends: readonly Backend[] = [
  {
    key: 'otlp',
    name: 'OTLP endpoint',
    variable: 'OTLP_ENDPOINT',
    // An empty export: every receiver takes it, and nothing is stored.
    check: (base) => ({
      method: 'POST',
      path: '/v1/traces',
      run: ask(`${base}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"resourceSpans":[]}',
      }),
      version: null,
    }),
  },
  {
    key: 'loki',
    name: 'Loki',
    variable: 'LOKI_URL',
    check: readyAt('/loki/api/v1/status/buildinfo'),
    windows: lokiAdvice,
  },
  { key: 'tempo', name: 'Tempo', variable: 'TEMPO_URL', check: readyAt('/api/status/buildinfo') },
  {
    key: 'mimir',
    name: 'Mimir',
    variable: 'MIMIR_URL',
    check: readyAt('/api/v1/status/buildinfo'),
    windows: mimirAdvice,
  },
  { key: 'pyroscope', name: 'Pyroscope', variable: 'PYROSCOPE_URL', check: readyAt(null) },
];

/** Asks each configured service whether it is ready. `showAddress` is for those who may know where they are. */
export const backendHops = (urls: BackendUrls, showAddress: boolean): Promise<DoctorHop[]> =>
  Promise.all(backends.map((backend) => hop(backend, urls[backend.key], showAddress)));

async function hop(backend: Backend, url: string | null, showAddress: boolean): Promise<DoctorHop> {
  if (url === null)
    return {
      name: backend.name,
      status: 'skipped',
      latencyMs: null,
      version: null,
      tried: 'nothing: no address is configured',
      advice: `Set ${backend.variable} on the bridge to have it checked.`,
    };
  const base = url.replace(/\/+$/, '');
  const { method, path, run, version } = backend.check(base);
  const [asked, build, late] = await Promise.all([run, version === null ? null : ask(version), lateIn(backend, base)]);
  const ok = asked.status !== null && asked.status >= 200 && asked.status < 300;
  return {
    name: backend.name,
    status: !ok ? 'failed' : late.length > 0 ? 'warning' : 'ok',
    latencyMs: asked.latencyMs,
    version: build ? versionIn(build.text) : null,
    tried: `${method} ${showAddress ? withoutSecrets(base) : backend.variable}${path}`,
    advice: ok ? lateAdvice(late) : adviceFor(backend, asked),
  };
}

const lateAdvice = (late: readonly string[]): string | null =>
  late.length === 0 ? null : `What comes late is lost or not found: ${late.join('; ')}.`;

/** What is amiss with the windows of a service that shows its settings. */
async function lateIn({ windows }: Backend, base: string): Promise<string[]> {
  if (!windows) return [];
  const config = await ask(`${base}/config`, { maxBytes: CONFIG_BYTES });
  return config.status === 200 ? windows(config.text) : [];
}

function adviceFor(backend: Backend, asked: Asked): string {
  if (asked.status === null)
    return `It could not be reached (${asked.problem ?? 'no reason given'}). Check ${backend.variable} on the bridge, and that the network lets the bridge through.`;
  if (asked.status === 503) return 'It answers, and is not ready yet: wait, or read its log.';
  if (asked.status === 401 || asked.status === 403)
    return `It refuses the bridge (${asked.status}): check its credentials.`;
  if (asked.status >= 300 && asked.status < 400)
    return `It redirects (${asked.status}), which the bridge does not follow: set ${backend.variable} to where it leads.`;
  return `It answers ${asked.status}: ${backend.variable} may name another service or a wrong path.`;
}

const BuildInfo = z.object({ version: z.string().max(100) });

/** Build information is either the object itself or the `data` of one. */
function versionIn(text: string): string | null {
  try {
    const parsed: unknown = JSON.parse(text);
    const wrapped = z.object({ data: BuildInfo }).safeParse(parsed);
    return BuildInfo.safeParse(parsed).data?.version ?? wrapped.data?.data.version ?? null;
  } catch {
    return null;
  }
}

function withoutSecrets(url: string): string {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  copy.search = '';
  return copy.toString().replace(/\/+$/, '');
}
