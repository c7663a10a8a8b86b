import { lookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { PrivateAddress, publicLookup, refusedAddress } from '../../domain/rollbackPolicy/address';
import { outcomeOf, secondsToWait, wordsOf, type Outcome } from '../../domain/rollbackPolicy/answer';
import type { Request } from '../../domain/rollbackPolicy/request';

const TIMEOUT_MS = 10_000;
const MAX_TEXT = 500;
const MAX_ANSWER_BYTES = 16 * 1024;

export interface Call extends Request {
  now: Date;
  /** Whether http and addresses of one's own network may be called. */
  allowPrivate: boolean;
  /** The token of a provider whose answer is read for its reason, and which must not be in that; null: nothing beyond the status is read. */
  readsWithout: string | null;
}

export interface Answer {
  outcome: Outcome;
  text: string;
  /** For how long it is asked to wait. */
  waitSeconds: number;
}

/**
 * Calls the receiver, once. A redirect is an answer like others, and is not followed. The name is looked up here, and what is connected to is what was
 * checked: a name that answers differently the second time gains nothing. What breaks before there was a connection was not received.
 */
export async function call(given: Call): Promise<Answer> {
  const refused = refusedAddress(given.url, given.allowPrivate);
  if (refused !== null) return { outcome: 'refused', text: refused, waitSeconds: 0 };
  const url = new URL(given.url);
  const secure = url.protocol === 'https:';
  const send = secure ? httpsRequest : httpRequest;
  return new Promise((done) => {
    const state = { connected: false, answered: false };
    const request = send(
      url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(given.body),
          'user-agent': 'summit-bridge',
          ...given.headers,
        },
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(!given.allowPrivate && { lookup: publicLookup(lookup) }),
      },
      (response) => {
        state.answered = true;
        void answerOf(response, given).then(done);
      },
    );
    // Nothing of the request leaves before that, so that what fails until then reached nobody.
    request.on('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => (state.connected = true)));
    request.on('error', (error) => {
      // The status says it all, even where what follows it is cut off.
      if (state.answered) return;
      const outcome = error instanceof PrivateAddress ? 'refused' : state.connected ? 'unclear' : 'not_received';
      done({ outcome, text: error.message.slice(0, MAX_TEXT), waitSeconds: 0 });
    });
    request.end(given.body);
  });
}

async function answerOf(response: IncomingMessage, { readsWithout, now }: Call): Promise<Answer> {
  const status = response.statusCode ?? 0;
  const retryAfter = response.headers['retry-after'];
  const rateLeft = response.headers['x-ratelimit-remaining'];
  const body = readsWithout === null ? '' : await beginningOf(response);
  response.destroy();
  const said = readsWithout === null ? '' : wordsOf(body, readsWithout);
  return {
    outcome: outcomeOf({ status, retryAfter, rateLeft: rateLeft?.toString() }),
    text: `answered ${status}${said === '' ? '' : `: ${said}`}`,
    waitSeconds: secondsToWait(retryAfter, now),
  };
}

/** What came of a body before it ended, broke or was too long; the status counts all the same. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) continue;
      chunks.push(chunk);
      if ((length += chunk.length) >= MAX_ANSWER_BYTES) break;
    }
  } catch {
    // What was said until then is enough.
  }
  return Buffer.concat(chunks).toString('utf8');
}
