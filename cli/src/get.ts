import { networkWords, refusalWords } from './send';

interface Question {
  address: URL;
  token: string;
  version: string;
}

/** What the bridge answers, parsed but not believed. @throws Error in words for people */
export async function ask({ address, token, version }: Question, timeoutMs: number): Promise<unknown> {
  const response = await fetch(address, {
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, 'user-agent': `summit-cli/${version}` },
    signal: AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))),
  }).catch((error: unknown) => {
    throw new Error(networkWords(error));
  });
  const text = await response.text();
  if (!response.ok) throw new Error(refusalWords(response, text));
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${response.status}, but not in the words of a bridge: is SUMMIT_URL its address?`);
  }
}
