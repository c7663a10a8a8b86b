import { rawQuery, type Tx } from '../../store/database';

interface Repository {
  tenant: string;
  provider: string;
  repository: string;
}

/** `demo/My Shop` → `my-shop-builds`. */
export const buildSlug = (repository: string): string => {
  const name = (repository.split('/').at(-1) ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return `${name === '' ? 'repository' : name}-builds`;
};

const MAX_TRIES = 50;

/**
 * The project that errors of a repository's builds are issues of, made with the first of them. It has no DSN, and is apart from the projects of what the
 * repository's code does at run time: their figures are of users, not of builds.
 */
export async function buildProject(tx: Tx, of: Repository): Promise<string> {
  const known = await find(tx, of);
  if (known !== null) return known;
  // Two that meet a repository for the first time wait for each other here.
  await rawQuery(tx, `SELECT pg_advisory_xact_lock(hashtext('summit.build_project'), hashtext($1))`, [of.tenant]);
  const late = await find(tx, of);
  if (late !== null) return late;
  const base = buildSlug(of.repository);
  for (let n = 1; n <= MAX_TRIES; n++) {
    const slug = n === 1 ? base : `${base}-${n}`;
    const [made] = await rawQuery<{ id: string }>(
      tx,
      `INSERT INTO project (tenant, slug, name) VALUES ($1, $2, $3) ON CONFLICT (tenant, slug) DO NOTHING RETURNING id`,
      [of.tenant, slug, `${of.repository} builds`],
    );
    if (!made) continue;
    await rawQuery(tx, `INSERT INTO build_project (tenant, provider, repository, project_id) VALUES ($1, $2, $3, $4)`, [
      of.tenant,
      of.provider,
      of.repository,
      made.id,
    ]);
    return made.id;
  }
  throw new Error(`all names for the project of builds of ${of.repository} are taken`);
}

async function find(tx: Tx, { tenant, provider, repository }: Repository): Promise<string | null> {
  const [row] = await rawQuery<{ project_id: string }>(
    tx,
    'SELECT project_id FROM build_project WHERE tenant = $1 AND provider = $2 AND repository = $3',
    [tenant, provider, repository],
  );
  return row?.project_id ?? null;
}
