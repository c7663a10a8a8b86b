import type { BackfillProvider } from '@summit/contracts';

interface ProviderWords {
  name: string;
  /** What the token needs at least. */
  tokenHint: string;
  serverHint: string;
  serverNeeded: boolean;
  namesLabel: string;
  example: string;
}

export const providers: Readonly<Record<BackfillProvider, ProviderWords>> = {
  github: {
    name: 'GitHub',
    tokenHint:
      'Fine-grained, for these repositories, read only: Metadata, Actions, Contents, Pull requests, Deployments. It is kept sealed and never shown again.',
    serverHint: 'Of GitHub Enterprise Server; empty for github.com',
    serverNeeded: false,
    namesLabel: 'Repositories',
    example: 'owner/name',
  },
  gitlab: {
    name: 'GitLab',
    tokenHint: 'With the scope read_api and the role Reporter. It is kept sealed and never shown again.',
    serverHint: 'Of your own GitLab; empty for gitlab.com',
    serverNeeded: false,
    namesLabel: 'Projects',
    example: 'group/project',
  },
  jenkins: {
    name: 'Jenkins',
    tokenHint: 'user:token, with Overall/Read and Job/Read. It is kept sealed and never shown again.',
    serverHint: 'The root of Jenkins, as its pages have it',
    serverNeeded: true,
    namesLabel: 'Jobs and folders',
    example: 'folder/job',
  },
};

/** What people type or paste: one a line, or with commas, or as addresses of pages. */
export function namesIn(text: string): string[] {
  const names = text
    .split(/[\n,]+/)
    .map((line) => line.trim())
    .map((line) => (/^https?:\/\//.test(line) && URL.canParse(line) ? new URL(line).pathname : line))
    .map((line) => line.replace(/^\/+|\/+$/g, '').replace(/\.git$/, ''))
    .map((line) => (line.startsWith('job/') ? line.slice('job/'.length).replaceAll('/job/', '/') : line))
    .filter((line) => line !== '');
  return [...new Set(names)];
}
