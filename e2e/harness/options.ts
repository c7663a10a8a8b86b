/** What differs between the projects. */
export interface SummitOptions {
  /** Before each path: `/react18`, `/react19`, or nothing in Grafana. */
  basePath: string;
}

/** What global setup hands to the tests, through the environment. */
export interface Servers {
  /** The preview, or Grafana. */
  url: string;
  bridgeUrl: string;
  /** An API token with every scope. */
  token: string;
  /** A preview whose bridge is away; null in Grafana. */
  brokenUrl: string | null;
}

const name = 'SUMMIT_E2E';

export const publishServers = (servers: Servers): void => {
  process.env[name] = JSON.stringify(servers);
};

const isServers = (value: unknown): value is Servers =>
  typeof value === 'object' && value !== null && 'url' in value && 'bridgeUrl' in value && 'token' in value;

export const readServers = (): Servers => {
  const servers: unknown = JSON.parse(process.env[name] ?? 'null');
  if (!isServers(servers)) {
    throw new Error('The servers are not started: run the tests with the playwright configuration of this folder');
  }
  return servers;
};
