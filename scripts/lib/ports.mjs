/**
 * The ports of the bridge and of the preview, from what PORT says: the preview takes the one after the bridge's. With 0 each takes a free one,
 * and what is printed names them. Throws what to tell people when it is no port.
 */
export function portsFrom(text) {
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_534)) throw new Error(`PORT is ${JSON.stringify(text)}; it must be a whole number from 0 to 65534`);
  return port === 0 ? { bridge: 0, preview: 0 } : { bridge: port, preview: port + 1 };
}
