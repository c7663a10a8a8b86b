/** A protobuf message read without its schema: values of each field by number, in the order in which they came. */
export type Message = Map<number, (bigint | Buffer)[]>;

/** An empty message, for a field that is not there. */
export const NONE: Message = new Map();

export function readMessage(bytes: Uint8Array): Message {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const message: Message = new Map();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = buffer.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < buffer.length) {
    const tag = Number(varint());
    const values = message.get(tag >> 3) ?? [];
    message.set(tag >> 3, values);
    const wire = tag & 7;
    if (wire === 0) values.push(varint());
    else if (wire === 1) values.push(buffer.readBigUInt64LE((at += 8) - 8));
    else if (wire === 5) values.push(BigInt(buffer.readUInt32LE((at += 4) - 4)));
    else if (wire === 2) {
      const length = Number(varint());
      if (at + length > buffer.length) throw new Error('the message is cut');
      values.push(buffer.subarray(at, at + length));
      at += length;
    } else throw new Error(`wire type ${wire}`);
  }
  return message;
}

/** The messages in a field. */
export function messages(message: Message, field: number): Message[] {
  return (message.get(field) ?? []).map((value) => {
    if (!Buffer.isBuffer(value)) throw new Error(`field ${field} is no message`);
    return readMessage(value);
  });
}

export function text(message: Message, field: number): string | undefined {
  const value = message.get(field)?.[0];
  return Buffer.isBuffer(value) ? value.toString('utf8') : undefined;
}

export function hex(message: Message, field: number): string | undefined {
  const value = message.get(field)?.[0];
  return Buffer.isBuffer(value) ? value.toString('hex') : undefined;
}

export function number(message: Message, field: number): bigint | undefined {
  const value = message.get(field)?.[0];
  return typeof value === 'bigint' ? value : undefined;
}

/** A fixed 64-bit field read as a double. */
export function double(message: Message, field: number): number | undefined {
  const value = number(message, field);
  if (value === undefined) return undefined;
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes.readDoubleLE(0);
}

/** OTLP attributes; integers as numbers. */
export function attributes(message: Message, field: number): Record<string, unknown> {
  return Object.fromEntries(
    messages(message, field).map((pair) => [text(pair, 1) ?? '', anyValue(messages(pair, 2)[0] ?? NONE)]),
  );
}

function anyValue(value: Message): unknown {
  if (value.has(1)) return text(value, 1);
  if (value.has(2)) return number(value, 2) === 1n;
  if (value.has(3)) return Number(BigInt.asIntN(64, number(value, 3) ?? 0n));
  if (value.has(4)) return double(value, 4);
  if (value.has(5)) return messages(messages(value, 5)[0] ?? NONE, 1).map(anyValue);
  return undefined;
}
