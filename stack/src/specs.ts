import { join } from 'node:path';
import { repoRoot, type ServerName } from './pins';
import type { Ports } from './ports';
import type { ServiceSpec } from './service';

export interface SpecContext {
  dataDir: string;
  ports: Ports;
  programs: Record<string, string>;
  /** Settings that go to every server's environment, e.g. LOG_LEVEL. */
  env: Record<string, string>;
  collectorConfig: string;
  /** host:port of Tempo's OTLP/gRPC door; without it the Collector keeps no traces. */
  tempoOtlpGrpc?: string;
  bridgeAddress: string;
}

const host = '127.0.0.1';

function base(
  name: ServerName,
  { dataDir, programs }: SpecContext,
): Pick<ServiceSpec, 'name' | 'program' | 'dataDir' | 'logFile'> {
  const program = programs[name];
  if (program === undefined) throw new Error(`${name} has not been built`);
  return { name, program, dataDir: join(dataDir, name), logFile: join(dataDir, `${name}.log`) };
}

function expanded(file: string): string[] {
  return [`-config.file=${join(repoRoot, 'stack', file)}`, '-config.expand-env=true'];
}

function serverEnv(context: SpecContext, name: ServerName, httpPort: number, grpcPort: number): Record<string, string> {
  return {
    BIND_ADDRESS: host,
    HTTP_PORT: String(httpPort),
    GRPC_PORT: String(grpcPort),
    DATA_DIR: join(context.dataDir, name),
    ...context.env,
  };
}

export const specs: Record<ServerName, (context: SpecContext) => ServiceSpec> = {
  loki: (context) => ({
    ...base('loki', context),
    args: expanded('loki/loki.yaml'),
    env: serverEnv(context, 'loki', context.ports.lokiHttp, context.ports.lokiGrpc),
    readyUrl: `http://${host}:${context.ports.lokiHttp}/ready`,
    readyTimeoutMs: 90_000,
  }),
  mimir: (context) => ({
    ...base('mimir', context),
    args: expanded('mimir/mimir.yaml'),
    env: {
      ...serverEnv(context, 'mimir', context.ports.mimirHttp, context.ports.mimirGrpc),
      MEMBERLIST_PORT: String(context.ports.mimirGossip),
    },
    readyUrl: `http://${host}:${context.ports.mimirHttp}/ready`,
    readyTimeoutMs: 90_000,
  }),
  collector: (context) => ({
    ...base('collector', context),
    args: [`--config=${context.collectorConfig}`],
    env: {
      ...serverEnv(context, 'collector', context.ports.collectorHttp, context.ports.collectorGrpc),
      HEALTH_PORT: String(context.ports.collectorHealth),
      LOKI_URL: `http://${host}:${context.ports.lokiHttp}`,
      MIMIR_URL: `http://${host}:${context.ports.mimirHttp}`,
      BRIDGE_ADDRESS: context.bridgeAddress,
      ...(context.tempoOtlpGrpc === undefined
        ? { TRACES_EXPORTER: 'debug' }
        : { TEMPO_OTLP_GRPC: context.tempoOtlpGrpc }),
    },
    readyUrl: `http://${host}:${context.ports.collectorHealth}/`,
    readyTimeoutMs: 60_000,
  }),
};
