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
  if (answer.ok) await end(db, due, 'delivered', answer.text, now());
  else await putOff(db, due, answer, now());
  return answer.ok;
}

const giveUpAt = (due: Due): number => due.decided_at.getTime() + GIVE_UP_AFTER_MINUTES * 60_000;

/** Marks the try before it is made: of two bridges one makes it, and a bridge that dies has made it. */
const take = (db: Database, now: Date): Promise<Due[]> =>
  rawQuery<Due>(
    db,
    `WITH due AS (
       SELECT r.tenant, r.policy_id, r.deployment_id FROM rollback_decision r
       WHERE r.state = 'pending' AND r.next_attempt_at <= $1
       ORDER BY r.next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED),
     taken AS (
       UPDATE rollback_decision r SET attempts = r.attempts + 1, next_attempt_at = $1::timestamptz + interval '${LEASE_SECONDS} seconds'
       FROM due WHERE (r.tenant, r.policy_id, r.deployment_id) = (due.tenant, due.policy_id, due.deployment_id) RETURNING r.*)
     SELECT t.tenant, t.policy_id, t.deployment_id, t.id, t.decided_at, t.reasons, t.evidence, t.previous_id, t.attempts, t.last_answer, p.url, p.secret, p.repository,
       p.environment, d.sha, d.url AS deployment_url, d.run_id, d.finished_at, b.sha AS previous_sha,
       EXISTS (SELECT FROM deployment n WHERE n.tenant = d.tenant AND n.repository = d.repository AND n.environment = d.environment
         AND n.result = 'success' AND (n.finished_at, n.id) > (d.finished_at, d.id)) AS overtaken
     FROM taken t JOIN rollback_policy p ON p.tenant = t.tenant AND p.id = t.policy_id
     JOIN deployment d ON d.tenant = t.tenant AND d.id = t.deployment_id
     LEFT JOIN deployment b ON b.tenant = t.tenant AND b.id = t.previous_id`,
    [now],
  );

async function attempt(due: Due, { open, now, allowPrivate, call = callOut }: DeliverOptions): Promise<Answer> {
  if (due.secret === null) return { ok: false, again: false, text: 'its secret is gone: make the policy anew' };
  let secret: string;
  try {
    secret = open(due.secret).toString('utf8');
  } catch {
    return { ok: false, again: false, text: 'its secret does not open with the key of this bridge' };
  }
  return call({ url: due.url, id: due.id, secret, body: bodyOf(due), now: now(), allowPrivate });
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
  const waitSeconds = Math.min(5 * 2 ** (due.attempts - 1), 120);
  const next = new Date(now.getTime() + waitSeconds * 1000);
  if (!answer.again || next.getTime() > giveUpAt(due)) return end(db, due, 'failed', answer.text, now);
  await rawQuery(
    db,
    `UPDATE rollback_decision SET next_attempt_at = $4, last_answer = $5
     WHERE tenant = $1 AND policy_id = $2 AND deployment_id = $3 AND state = 'pending'`,
    [due.tenant, due.policy_id, due.deployment_id, next, answer.text],
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
