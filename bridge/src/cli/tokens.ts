import type { NewToken } from '@summit/contracts';
import type { z } from 'zod';
import type { Database } from '../store/database';
import { addToken } from '../store/tenants';

/** Makes an API token of a tenant and prints it, the only time. */
export async function createTokenCommand(
  db: Database,
  tenant: string,
  wanted: Pick<z.output<typeof NewToken>, 'name' | 'kind' | 'scopes'>,
  print: (line: string) => void,
): Promise<void> {
  const secret = await db.transaction().execute(async (tx) => {
    const known = await tx.selectFrom('tenant').select('id').where('id', '=', tenant).executeTakeFirst();
    if (!known) throw new Error(`there is no tenant ${tenant}`);
    const made = await addToken(tx, { tenant, ...wanted });
    await tx
      .insertInto('audit')
      .values({ tenant, actor: 'cli', action: 'token.create', subject: made.id, detail: JSON.stringify(wanted) })
      .execute();
    return made.secret;
  });
  print(`token: ${secret}`);
}
