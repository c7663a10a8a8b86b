/** What an application needs to send its errors here, for each kind of SDK. */
export const languages = [
  { id: 'browser', label: 'Browser JavaScript' },
  { id: 'node', label: 'Node' },
  { id: 'python', label: 'Python' },
] as const;

export type Language = (typeof languages)[number]['id'];

export const languageOf = (text: string): Language => languages.find(({ id }) => id === text)?.id ?? 'browser';

/** The language that a project's platform suggests. */
export function suggested(platform: string | null): Language {
  if (platform === null) return 'browser';
  if (platform.startsWith('python')) return 'python';
  return platform.startsWith('node') ? 'node' : 'browser';
}

export interface Snippet {
  install: string;
  setUp: string;
  /** Sends one error, to see that it arrives. */
  tryOut: string;
}

const text = (value: string): string => JSON.stringify(value);

export function snippet(language: Language, dsn: string): Snippet {
  switch (language) {
    case 'browser':
      return {
        install: 'npm install @sentry/browser',
        setUp: `import * as Sentry from '@sentry/browser';

Sentry.init({
  dsn: ${text(dsn)},
  release: 'my-app@1.0.0',
  environment: 'production',
});`,
        tryOut: `Sentry.captureException(new Error('Hello from the browser'));`,
      };
    case 'node':
      return {
        install: 'npm install @sentry/node',
        setUp: `// instrument.mjs, loaded first: node --import ./instrument.mjs app.mjs
import * as Sentry from '@sentry/node';

Sentry.init({
  dsn: ${text(dsn)},
  release: 'my-service@1.0.0',
  environment: 'production',
});`,
        tryOut: `Sentry.captureException(new Error('Hello from Node'));`,
      };
    case 'python':
      return {
        install: 'pip install sentry-sdk',
        setUp: `import sentry_sdk

sentry_sdk.init(
    dsn=${text(dsn)},
    release="my-service@1.0.0",
    environment="production",
)`,
        tryOut: `sentry_sdk.capture_exception(Exception("Hello from Python"))`,
      };
  }
}
