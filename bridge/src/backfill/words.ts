import type { BackfillProvider } from '@summit/contracts';
import type { HttpAnswer } from './provider';

const names: Readonly<Record<BackfillProvider, string>> = { github: 'GitHub', gitlab: 'GitLab', jenkins: 'Jenkins' };

const advice: Readonly<Record<number, (needs: string) => string>> = {
  401: () => 'The token is wrong, expired or revoked: enter a new one.',
  403: (needs) => `The token may not see this; it needs ${needs}.`,
  404: (needs) => `Either it is not there, or the token may not see it; it needs ${needs}.`,
  410: () => 'It is switched off there.',
  451: () => 'It is not available for legal reasons.',
};

/** What a refusal says and what to do about it. Never what was sent. */
export function refusalOf(provider: BackfillProvider, { status, body }: HttpAnswer, needs: string): string {
  const said = messageOf(body);
  const what = advice[status]?.(needs) ?? '';
  return `${names[provider]} answers ${status}${said === '' ? '' : ` (${said})`}. ${what}`.trim();
}

const MAX_SAID = 200;

function messageOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const said = ('message' in body ? body.message : undefined) ?? ('error' in body ? body.error : undefined);
  const text = typeof said === 'string' ? said : said === undefined ? '' : JSON.stringify(said);
  return text.replace(/\s+/g, ' ').trim().slice(0, MAX_SAID);
}
