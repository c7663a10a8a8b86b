import { PayloadError } from '../payload';

/**
 * Protobuf's wire format, as far as OTLP uses it. Nothing recurses and nothing is copied: a reader of a message calls `eachField` again for the
 * messages in it that it wants, so the depth is that of the schema, whatever the bytes say.
 */

export type Field =
  | { wire: 'varint'; value: bigint }
  | { wire: 'fixed64'; value: bigint }
  | { wire: 'bytes'; value: Buffer }
  | { wire: 'fixed32' };

const broken = (what: string): PayloadError => new PayloadError(`OTLP protobuf: ${what}`);

/** Calls `visit` with each field of a message, by its number. Throws PayloadError where the bytes are none. */
export function eachField(message: Buffer, visit: (number: number, field: Field) => void): void {
  let at = 0;
  const take = (bytes: number): number => {
    if (bytes > message.length - at) throw broken('the message is cut');
    at += bytes;
    return at - bytes;
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[take(1)] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw broken('a number is longer than ten bytes');
  };
  const field = (wire: number): Field => {
    switch (wire) {
      case 0:
        return { wire: 'varint', value: varint() };
      case 1:
        return { wire: 'fixed64', value: message.readBigUInt64LE(take(8)) };
      case 2: {
        const length = varint();
        if (length > BigInt(message.length)) throw broken('the message is cut');
        const start = take(Number(length));
        return { wire: 'bytes', value: message.subarray(start, at) };
      }
      case 5:
        take(4);
        return { wire: 'fixed32' };
      default:
        throw broken(`there is no wire type ${wire}`);
    }
  };
  while (at < message.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    if (number === 0) throw broken('there is no field 0');
    visit(number, field(Number(tag & 7n)));
  }
}

/** The bytes of a field that is text, bytes or a message. */
export const bytesOf = (field: Field): Buffer => {
  if (field.wire === 'bytes') return field.value;
  throw broken('a number stands where a message should');
};

/** The number of a field that is one. */
export const numberOf = (field: Field): bigint => {
  if (field.wire === 'varint' || field.wire === 'fixed64') return field.value;
  throw broken('something else stands where a number should');
};
