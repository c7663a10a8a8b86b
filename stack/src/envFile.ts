/**
 * The text of a `.env` from that of `.env.example`: every setting without a value is a secret and gets one.
 * @param secret makes a fresh secret of letters and digits, at least 32 of them
 */
export function fillEnvFile(example: string, secret: () => string): string {
  return example.replace(/^([A-Z][A-Z0-9_]*)=$/gm, (_line, name: string) => `${name}=${secret()}`);
}

/** Settings of a `.env` file with their values. */
export function readEnvFile(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const match of text.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)) settings.set(match[1] ?? '', match[2] ?? '');
  return settings;
}
