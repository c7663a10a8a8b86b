import { z } from 'zod';
import {
  ownersOfTest,
  parseOwners,
  syntaxOf,
  type Owned,
  type OwnerRules,
  type OwnersSyntax,
} from '../../domain/owners';
import { rawQuery, type Tx } from '../../store/database';
import { inflate } from '../../translate/encoding';
import { BadInput, type DigestContext, type InboxItem } from '../context';
import { keyOf } from '../shared/bulk';
import { countItem } from '../shared/count';
import { asBadInput, storable } from '../shared/decode';
import { lockEntities } from '../shared/lock';

const Meta = z.object({ repository: z.string(), path: z.string(), syntax: z.enum(['github', 'gitlab', '']) });

/** What GitHub reads at most is 3 MB; nobody looks after a tenth of that. */
const MAX_OWNERS_BYTES = 512 * 1024;

/** Keeps the CODEOWNERS that jobs sent, and gives all tests of their repositories the owners by it. */
export async function storeOwners(tx: Tx, items: readonly InboxItem[], context: DigestContext): Promise<void> {
  const files = items.map((item) => {
    const meta = Meta.safeParse(item.meta);
    if (!meta.success) throw new BadInput('The upload does not say whose code owners these are.');
    return { item, ...meta.data };
  });
  await lockEntities(
    tx,
    files.map(({ item, repository }) => keyOf('tests', item.tenant, repository)),
  );
  for (const { item, repository, path, syntax } of files) {
    const body = String(
      storable(asBadInput(() => inflate(item.body, item.encoding, MAX_OWNERS_BYTES)).toString('utf8')),
    );
    const known: OwnersSyntax = syntax === '' ? syntaxOf(body) : syntax;
    countItem(context, item, 'owners', 'received');
    const newer = await rawQuery(
      tx,
      `INSERT INTO code_owners AS o (tenant, repository, path, syntax, body, received_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant, repository) DO UPDATE SET path = $3, syntax = $4, body = $5, received_at = $6
       WHERE o.received_at <= $6 RETURNING 1`,
      [item.tenant, repository, path, known, body, item.receivedAt],
    );
    if (newer.length > 0) await assignAll(tx, item.tenant, repository, parseOwners(body, known));
    countItem(context, item, 'owners', newer.length > 0 ? 'stored' : 'deduplicated');
  }
}

interface Named {
  file: string | null;
  suite: string;
}

/** One statement for as many files and suites as fit into one parameter. */
const CHUNK = 5_000;

async function assignAll(tx: Tx, tenant: string, repository: string, rules: OwnerRules): Promise<void> {
  const names = await rawQuery<Named>(
    tx,
    'SELECT DISTINCT file, suite FROM test WHERE tenant = $1 AND repository = $2',
    [tenant, repository],
  );
  const rows = names.map((named) => ({ ...named, ...ownersOfTest(rules, named, repository) }));
  for (let from = 0; from < rows.length; from += CHUNK)
    await rawQuery(
      tx,
      `UPDATE test t SET owners = x.owners, owned_by = x.by
       FROM jsonb_to_recordset($3::jsonb) AS x(file text, suite text, owners text[], by text)
       WHERE t.tenant = $1 AND t.repository = $2 AND t.suite = x.suite AND coalesce(t.file, '') = coalesce(x.file, '')
         AND (t.owners, t.owned_by) IS DISTINCT FROM (x.owners, x.by)`,
      [tenant, repository, JSON.stringify(rows.slice(from, from + CHUNK))],
    );
}

/** Who looks after tests of a repository, by the file that was sent last; nobody where none was. */
export async function ownersIn(tx: Tx, tenant: string, repository: string): Promise<(named: Named) => Owned> {
  const [known] = await rawQuery<{ body: string; syntax: string }>(
    tx,
    'SELECT body, syntax FROM code_owners WHERE tenant = $1 AND repository = $2',
    [tenant, repository],
  );
  if (!known) return () => ({ owners: [], by: null });
  const rules = parseOwners(known.body, known.syntax === 'gitlab' ? 'gitlab' : 'github');
  const found = new Map<string, Owned>();
  return (named) => {
    const key = JSON.stringify([named.file, named.suite]);
    const owned = found.get(key) ?? ownersOfTest(rules, named, repository);
    found.set(key, owned);
    return owned;
  };
}
