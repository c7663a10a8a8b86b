import { createServer } from 'node:net';
import { defaultPorts, freePorts, portsFromEnv, portVariable, randomPorts, requireFree } from './ports';

test('each port has a variable of its own', () => {
  expect(portVariable('lokiHttp')).toBe('LOKI_HTTP_PORT');
  expect(portsFromEnv({ LOKI_HTTP_PORT: '13100', COLLECTOR_GRPC_PORT: '' })).toEqual({
    ...defaultPorts,
    lokiHttp: 13100,
  });
});

test('names every variable that is no port', () => {
  expect(() => portsFromEnv({ LOKI_HTTP_PORT: 'x', MIMIR_HTTP_PORT: '70000' })).toThrow(
    'LOKI_HTTP_PORT=x is not a port; MIMIR_HTTP_PORT=70000 is not a port',
  );
});

test('random ports are all different', async () => {
  const ports = Object.values(await randomPorts());
  expect(new Set(ports).size).toBe(ports.length);
});

test('a taken port is told with the variable that moves it', async () => {
  const server = createServer();
  const [port = 0] = await freePorts(1);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  try {
    await expect(requireFree(port, 'LOKI_HTTP_PORT')).rejects.toThrow(`port ${port} is taken`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  await expect(requireFree(port, 'LOKI_HTTP_PORT')).resolves.toBeUndefined();
});
