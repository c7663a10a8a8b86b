import { createServer } from 'node:net';

/** Every port the stack listens on, by name, with its default. An environment variable overrides each: `LOKI_HTTP_PORT`. */
export const defaultPorts = {
  lokiHttp: 3100,
  lokiGrpc: 9096,
  mimirHttp: 9009,
  mimirGrpc: 9095,
  mimirGossip: 7946,
  collectorGrpc: 4317,
  collectorHttp: 4318,
  collectorHealth: 13133,
};

export type Ports = typeof defaultPorts;
export type PortName = keyof Ports;

export function portVariable(name: string): string {
  return `${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_PORT`;
}

export function isPortName(name: string): name is PortName {
  return name in defaultPorts;
}

export const portNames = Object.keys(defaultPorts).filter(isPortName);

/** @throws Error naming each variable that is no port */
export function portsFromEnv(env: NodeJS.ProcessEnv): Ports {
  const ports = { ...defaultPorts };
  const problems: string[] = [];
  for (const name of portNames) {
    const text = env[portVariable(name)];
    if (text === undefined || text === '') continue;
    const port = Number(text);
    if (Number.isInteger(port) && port > 0 && port < 65536) ports[name] = port;
    else problems.push(`${portVariable(name)}=${text} is not a port`);
  }
  if (problems.length > 0) throw new Error(problems.join('; '));
  return ports;
}

/** Ports that were free a moment ago, as many as asked, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer();
          server.on('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export async function randomPorts(): Promise<Ports> {
  const free = await freePorts(portNames.length);
  const ports = { ...defaultPorts };
  portNames.forEach((name, index) => (ports[name] = free[index] ?? ports[name]));
  return ports;
}

/** Rejects with one clear line when something listens there already. */
export async function requireFree(port: number, variable: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.on('error', () =>
      reject(new Error(`port ${port} is taken: stop what listens there, or set ${variable} to another`)),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}
