import type { ErrorEvent } from '@summit/contracts';
import { blamedFrame, mainException } from '../issue/mainException';

/** The placeholder that SDKs send for "as you would have grouped it". */
function isDefault(entry: string): boolean {
  return entry.length < 32 && /^\{\{ ?default ?\}\}$/.test(entry.trim());
}

export function isDefaultFingerprint(fingerprint: readonly string[]): boolean {
  return fingerprint.length === 0 || fingerprint.every(isDefault);
}

/** The parts of a custom fingerprint. `usual` is asked for when a hybrid one contains `{{ default }}`. */
export function expandFingerprint(event: ErrorEvent, usual: () => string[]): string[] {
  return event.fingerprint.flatMap((entry) => (isDefault(entry) ? usual() : [`fingerprint ${expand(entry, event)}`]));
}

/** `{{ transaction }}`, `{{ error.type }}`, `{{ tags.customer }}` and the like, anywhere in an entry; what is unknown stays as it is written. */
function expand(entry: string, event: ErrorEvent): string {
  return entry.replace(/\{\{ {0,4}([\w.-]{1,200}) {0,4}\}\}/g, (whole, name: string) => variable(name, event) ?? whole);
}

function variable(name: string, event: ErrorEvent): string | undefined {
  if (name.startsWith('tags.')) return event.tags[name.slice('tags.'.length)] ?? '<no tag>';
  const read = VARIABLES.get(name);
  return read === undefined ? undefined : (read(event) ?? `<no ${name}>`);
}

const VARIABLES = new Map<string, (event: ErrorEvent) => string | undefined>([
  ['transaction', (event) => event.transaction],
  ['message', (event) => event.message ?? mainException(event)?.value],
  ['error.type', (event) => mainException(event)?.type],
  ['type', (event) => mainException(event)?.type],
  ['error.value', (event) => mainException(event)?.value],
  ['value', (event) => mainException(event)?.value],
  ['level', (event) => event.level],
  ['logger', (event) => event.logger],
  ['release', (event) => event.release],
  ['environment', (event) => event.environment],
  ['function', (event) => blamedFrame(mainException(event))?.function],
  ['stack.function', (event) => blamedFrame(mainException(event))?.function],
  ['stack.abs_path', (event) => blamedFrame(mainException(event))?.absPath],
  ['stack.filename', (event) => blamedFrame(mainException(event))?.filename],
  ['stack.module', (event) => blamedFrame(mainException(event))?.module],
  ['stack.package', (event) => blamedFrame(mainException(event))?.package],
]);
