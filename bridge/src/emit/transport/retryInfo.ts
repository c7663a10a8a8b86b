/**
 * The delay that a gRPC receiver asks for: google.rpc.RetryInfo among the details of google.rpc.Status. Three messages of two fields each
 * are read here by hand, for no package that is here anyway knows them.
 */
export function retryDelayMs(statusDetails: Buffer): number | undefined {
  for (const detail of fieldsOf(statusDetails, 3)) {
    const type = fieldsOf(detail, 1)[0]?.toString('utf8') ?? '';
    if (!type.endsWith('/google.rpc.RetryInfo')) continue;
    const info = fieldsOf(detail, 2)[0];
    const duration = info === undefined ? undefined : fieldsOf(info, 1)[0];
    if (duration === undefined) continue;
    return varintField(duration, 1) * 1000 + varintField(duration, 2) / 1e6;
  }
  return undefined;
}

interface Field {
  number: number;
  bytes?: Buffer;
  value?: number;
}

/** Values of a length-delimited field. */
function fieldsOf(message: Buffer, number: number): Buffer[] {
  return read(message).flatMap((field) => (field.number === number && field.bytes ? [field.bytes] : []));
}

function varintField(message: Buffer, number: number): number {
  return read(message).find((field) => field.number === number)?.value ?? 0;
}

/** Fields of a message; what is damaged ends the reading. */
function read(message: Buffer): Field[] {
  const fields: Field[] = [];
  const at = { position: 0 };
  while (at.position < message.length) {
    const tag = varint(message, at);
    const wire = tag & 7;
    const number = Math.floor(tag / 8);
    if (wire === 0) fields.push({ number, value: varint(message, at) });
    else if (wire === 2) {
      const length = varint(message, at);
      if (at.position + length > message.length) break;
      fields.push({ number, bytes: message.subarray(at.position, at.position + length) });
      at.position += length;
    } else break;
  }
  return fields;
}

function varint(message: Buffer, at: { position: number }): number {
  let value = 0;
  for (let shift = 0; shift < 56 && at.position < message.length; shift += 7) {
    const byte = message[at.position] ?? 0;
    at.position += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  return value;
}
