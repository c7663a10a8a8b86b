import { RollbackAction } from '@summit/contracts';
import { requestOf } from '../../domain/rollbackPolicy/request';
import { rawQuery, type Database } from '../../store/database';
import { call as callOut, type Answer, type Call } from './call';

/** A try that has not ended by then was cut off with its bridge; one takes ten seconds at most. */
const LEASE_SECONDS = 30;
/** What nobody took by then is told no more: whoever rolls back a quarter of an hour late may do more harm than good. */
const GIVE_UP_AFTER_MINUTES = 15;
/** Of one round, so that it ends. */
const MOST_AT_ONCE = 20;

export interface DeliverOptions {
  now: () => Date;
  /** Opens a sealed secret. */
  open: (sealed: Buffer) => Buffer;
  allowPrivate: boolean;
  /** Told of what was tried. */
  onAnswer?: (decision: string, answer: Answer) => void;
  call?: (call: Call) => Promise<Answer>;
}

interface Due {
  tenant: string;
  policy_id: string;
  deployment_id: string;
  id: string;
  decided_at: Date;
  reasons: string[];
  evidence: unknown;
  previous_id: string;
  attempts: number;
  last_answer: string | null;
  /** Of what kind a call was that may have been heard; null where there was none. */
  heard_before: string | null;
  /** Whether it may be asked for (again): a webhook is known by its id, a workflow by nothing. */
  may_ask: boolean;
  action: unknown;
  url: string;
  secret: Buffer | null;
  repository: string;
  environment: string;
  sha: string;
  deployment_url: string | null;
  run_id: string | null;
  finished_at: Date;
  previous_sha: string | null;
  overtaken: boolean;
}

/** Tells those who asked for it of decisions that were made, one after the other, each by one bridge at a time, until they took it. */
export async function deliver(db: Database, options: DeliverOptions): Promise<number> {
  let told = 0;
  for (let round = 0; round < MOST_AT_ONCE; round++) {
    const [due] = await take(db, options.now());
    if (!due) break;
    if (await tell(db, due, options)) told++;
  }
  return told;
}

async function tell(db: Database, due: Due, options: DeliverOptions): Promise<boolean> {
  const { now } = options;
  if (!due.may_ask) {
    await end(
      db,
      due,
      'unclear',
      due.last_answer ?? 'the bridge ended while it asked, or before it noted the answer',
      now(),
    );
    return false;
  }
  if (due.overtaken) {
    await end(db, due, 'overtaken', 'another deployment came first', now());
    return false;
  }
  if (now().getTime() > giveUpAt(due)) {
    await end(db, due, 'failed', due.last_answer ?? 'nobody could be called in time', now());
    return false;
  }
  const answer = await attempt(due, options);
  options.onAnswer?.(due.id, answer);
  const ended = endOf(due, answer, now());
  if (ended !== null) await end(db, due, ended, answer.text, now());
  else await putOff(db, due, answer, now());
  return answer.outcome === 'taken';
}

/** How it ends with an answer; null where it is asked for again. */
function endOf(due: Due, answer: Answer, now: Date): 'delivered' | 'failed' | 'unclear' | null {
  if (answer.outcome === 'taken') return 'delivered';
  if (answer.outcome === 'refused') return 'failed';
  if (answer.outcome === 'unclear' && kindOf(due) !== 'webhook') return 'unclear';
  return nextTry(due, answer, now).getTime() > giveUpAt(due) ? 'failed' : null;
}

const nextTry = ({ attempts }: Due, { waitSeconds }: Answer, now: Date): Date =>
  new Date(now.getTime() + Math.max(Math.min(5 * 2 ** (attempts - 1), 120), waitSeconds) * 1000);

const giveUpAt = (due: Due): number => due.decided_at.getTime() + GIVE_UP_AFTER_MINUTES * 60_000;

/**
 * Marks the try before it is made: of two bridges one makes it, and a bridge that dies has made it. What may have been heard before is told: another webhook by
 * the same id does no harm, anything else could be the second rollback.
 */
const take = (db: Database, now: Date): Promise<Due[]> =>
  rawQuery<Due>(
    db,
    `WITH pending AS (
       SELECT r.tenant, r.policy_id, r.deployment_id, r.maybe_heard AS heard_before, p.action ->> 'kind' AS kind
       FROM rollback_decision r JOIN rollback_policy p ON p.tenant = r.tenant AND p.id = r.policy_id
       WHERE r.state = 'pending' AND r.next_attempt_at <= $1
       ORDER BY r.next_attempt_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED),
     due AS (SELECT *, heard_before IS NULL OR (heard_before = 'webhook' AND kind = 'webhook') AS may_ask FROM pending),
     taken AS (
       UPDATE rollback_decision r SET attempts = r.attempts + may_ask::int, maybe_heard = CASE WHEN may_ask THEN kind ELSE heard_before END,
         next_attempt_at = $1::timestamptz + interval '${LEASE_SECONDS} seconds'
       FROM due WHERE (r.tenant, r.policy_id, r.deployment_id) = (due.tenant, due.policy_id, due.deployment_id)
       RETURNING r.*, due.heard_before, due.may_ask)
     SELECT t.tenant, t.policy_id, t.deployment_id, t.id, t.decided_at, t.reasons, t.evidence, t.previous_id, t.attempts, t.last_answer, t.heard_before, t.may_ask,
       p.action, p.url, p.secret, p.repository, p.environment,
       d.sha, d.url AS deployment_url, d.run_id, d.finished_at, b.sha AS previous_sha,
       EXISTS (SELECT FROM deployment n WHERE n.tenant = d.tenant AND n.repository = d.repository AND n.environment = d.environment
         AND n.result = 'success' AND (n.finished_at, n.id) > (d.finished_at, d.id)) AS overtaken
     FROM taken t JOIN rollback_policy p ON p.tenant = t.tenant AND p.id = t.policy_id
     JOIN deployment d ON d.tenant = t.tenant AND d.id = t.deployment_id
     LEFT JOIN deployment b ON b.tenant = t.tenant AND b.id = t.previous_id`,
    [now],
  );

const actionOf = ({ action, url }: Due) =>
  RollbackAction.safeParse(typeof action === 'object' ? { ...action, api: url } : action);
const kindOf = (due: Due): string | undefined => actionOf(due).data?.kind;

const refuse = (text: string): Answer => ({ outcome: 'refused', text, waitSeconds: 0 });

async function attempt(due: Due, { open, now, allowPrivate, call = callOut }: DeliverOptions): Promise<Answer> {
  const action = actionOf(due);
  if (!action.success) return refuse('its action cannot be read: make the policy anew');
  const isWebhook = action.data.kind === 'webhook';
  const what = isWebhook ? 'secret' : 'token';
  if (due.secret === null) return refuse(`its ${what} is gone: ${isWebhook ? 'give it a new one' : 'enter it again'}`);
  let secret: string;
  try {
    secret = open(due.secret).toString('utf8');
  } catch {
    return refuse(`its ${what} does not open with the key of this bridge`);
  }
  const told = {
    ...{ decision: due.id, deployment: due.deployment_id, environment: due.environment },
    ...{ commit: due.sha, previousCommit: due.previous_sha, body: bodyOf(due) },
  };
  const request = requestOf(action.data, due.url, secret, told, now());
  return call({ ...request, now: now(), allowPrivate, readsWithout: isWebhook ? null : secret });
}

/** The same with each try. */
const bodyOf = (due: Due): string =>
  JSON.stringify({
    type: 'deployment.rollback',
    timestamp: due.decided_at.toISOString(),
    data: {
      decision: due.id,
      policy: due.policy_id,
      repository: due.repository,
      environment: due.environment,
      deployment: {
        ...{ id: due.deployment_id, commit: due.sha, url: due.deployment_url, runId: due.run_id },
        finishedAt: due.finished_at.toISOString(),
      },
      previous: { id: due.previous_id, commit: due.previous_sha },
      reasons: due.reasons,
      evidence: due.evidence,
    },
  });

async function putOff(db: Database, due: Due, answer: Answer, now: Date): Promise<void> {
  await rawQuery(
    db,
    `UPDATE rollback_decision SET next_attempt_at = $4, last_answer = $5, maybe_heard = CASE WHEN $6 THEN $7 ELSE maybe_heard END
     WHERE tenant = $1 AND policy_id = $2 AND deployment_id = $3 AND state = 'pending'`,
    [
      ...[due.tenant, due.policy_id, due.deployment_id, nextTry(due, answer, now), answer.text],
      ...[answer.outcome === 'not_received', due.heard_before],
    ],
  );
}

/** How it ended, once, and in the audit log. */
const end = async (db: Database, due: Due, state: string, text: string, now: Date): Promise<void> => {
  await db.transaction().execute(async (tx) => {
    const ended = await rawQuery(
      tx,
      `UPDATE rollback_decision SET state = $4, ended_at = $5, last_answer = $6, next_attempt_at = NULL
       WHERE tenant = $1 AND policy_id = $2 AND deployment_id = $3 AND state = 'pending' RETURNING id`,
      [due.tenant, due.policy_id, due.deployment_id, state, now, text],
    );
    if (ended.length === 0) return;
    await rawQuery(
      tx,
      `INSERT INTO audit (tenant, actor, action, subject, detail) VALUES ($1, 'rollback policy', $2, $3, $4)`,
      [
        ...[due.tenant, `rollback.${state}`, due.deployment_id],
        JSON.stringify({ policy: due.policy_id, decision: due.id, answer: text, attempts: due.attempts }),
      ],
    );
  });
};
