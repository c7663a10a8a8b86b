import { join } from 'node:path';

export const repoRoot = join(__dirname, '..', '..');

export const serverNames = ['loki', 'mimir', 'collector'] as const;
export type ServerName = (typeof serverNames)[number];

/** What is built from the Go module folder `stack/build/<name>`, whose go.mod and go.sum pin every module. */
export interface Pin {
  name: ServerName;
  version: string;
  /** Package that holds the program's main function, seen from the module folder. */
  mainPackage: string;
  tags?: string;
}

export const pins: Record<ServerName, Pin> = {
  loki: { name: 'loki', version: '3.7.8', mainPackage: 'github.com/grafana/loki/v3/cmd/loki' },
  mimir: { name: 'mimir', version: '3.0.5', mainPackage: 'github.com/grafana/mimir/cmd/mimir' },
  // Without Prometheus' service discoveries, each of which brings the client of a cloud: only a fixed target is scraped.
  collector: { name: 'collector', version: '0.152.0', mainPackage: '.', tags: 'remove_all_sd' },
};

export function moduleDir(name: ServerName): string {
  return join(repoRoot, 'stack', 'build', name);
}
