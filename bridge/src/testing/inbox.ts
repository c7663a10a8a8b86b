import { openInbox, type Inbox } from '../inbox/inbox';
import { openPool } from '../store/database';

/** The inbox of a database, as the doors have it, for as long as the work takes. */
export async function withInbox(url: string, work: (inbox: Inbox) => Promise<unknown>): Promise<void> {
  const pool = openPool({ url, poolSize: 1 });
  const inbox = openInbox({
    pool,
    batchRows: 500,
    batchBytes: 64 << 20,
    maxWaitingRequests: 5_000,
    maxWaitingBytes: 256 << 20,
    onStored: () => undefined,
  });
  try {
    await work(inbox);
  } finally {
    await pool.end();
  }
}
