import { DsnKey, DsnKeyList, NewProject, Project, ProjectPage } from '@summit/contracts';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { decodeCursor, numberId, toPage } from '../paging/cursor';
import { paging } from '../paging/parameters';
import { noBody, noInput, route, type Route } from '../routes/route';
import { findProject, keysOf, toKey, toProject, type ProjectRow } from './rows';
import { createKey, createProject, revokeKey } from './write';

const ProjectId = z.object({ id: z.string().meta({ description: 'Id or slug.' }) });
const NewKey = z.object({ label: z.string().min(1).max(100).default('default') });
const sort = 'id';

export function projectRoutes(deps: ApiDeps): Route[] {
  const withKeys = async (rows: readonly ProjectRow[]): Promise<Project[]> => {
    const [first] = rows;
    if (!first) return [];
    const keys = await keysOf(
      deps.db,
      first.tenant,
      rows.map((row) => row.id),
    );
    return rows.map((row) =>
      toProject(
        row,
        keys.filter((key) => key.project_id === row.id).map((key) => toKey(deps.publicUrl, key)),
      ),
    );
  };
  const one = async (row: ProjectRow): Promise<Project> => {
    const [project] = await withKeys([row]);
    if (!project) throw notFound('project');
    return project;
  };
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/projects',
        operationId: 'listProjects',
        summary: 'Projects and their DSN keys',
        tag: 'projects',
        query: z.object(paging),
        answer: ProjectPage,
      },
      async ({ query }, caller) => {
        const cursor = decodeCursor(query.cursor, sort, { key: numberId, id: numberId });
        let select = deps.db.selectFrom('project').selectAll().where('tenant', '=', caller.tenant);
        if (cursor) select = select.where('id', '>', cursor.id);
        const rows = await select
          .orderBy('id')
          .limit(query.limit + 1)
          .execute();
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.id, id: row.id }));
        return { items: await withKeys(page.rows), next: page.next };
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/projects',
        operationId: 'createProject',
        summary: 'Make a project with its first DSN key',
        tag: 'projects',
        status: 201,
        body: NewProject,
        answer: Project,
      },
      async ({ body }, caller) => {
        const row = await deps.db.transaction().execute((tx) => createProject(tx, caller, body));
        await deps.keysChanged();
        return one(row);
      },
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/projects/{id}',
        operationId: 'getProject',
        summary: 'One project and its DSN keys',
        tag: 'projects',
        params: ProjectId,
        answer: Project,
      },
      async ({ params }, caller) => one(await findProject(deps.db, caller.tenant, params.id)),
    ),
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/projects/{id}/keys',
        operationId: 'listProjectKeys',
        summary: 'DSN keys of a project, revoked ones too',
        tag: 'projects',
        params: ProjectId,
        answer: DsnKeyList,
      },
      async ({ params }, caller) => {
        const project = await findProject(deps.db, caller.tenant, params.id);
        const keys = await keysOf(deps.db, caller.tenant, [project.id]);
        return { items: keys.map((key) => toKey(deps.publicUrl, key)) };
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/projects/{id}/keys',
        operationId: 'createProjectKey',
        summary: 'Make another DSN key',
        tag: 'projects',
        status: 201,
        params: ProjectId,
        body: NewKey,
        answer: DsnKey,
      },
      async ({ params, body }, caller) => {
        const project = await findProject(deps.db, caller.tenant, params.id);
        const publicKey = await deps.db.transaction().execute((tx) => createKey(tx, caller, project, body.label));
        await deps.keysChanged();
        const key = (await keysOf(deps.db, caller.tenant, [project.id])).find((row) => row.public_key === publicKey);
        if (!key) throw notFound('key');
        return toKey(deps.publicUrl, key);
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'delete',
        path: '/api/v1/projects/{id}/keys/{publicKey}',
        operationId: 'revokeProjectKey',
        summary: 'Revoke a DSN key: what is sent with it is refused from then on',
        tag: 'projects',
        status: 204,
        params: z.object({ ...ProjectId.shape, publicKey: z.string() }),
        answer: noBody,
      },
      async ({ params }, caller) => {
        const project = await findProject(deps.db, caller.tenant, params.id);
        if (!/^[0-9a-f]{32}$/.test(params.publicKey)) throw notFound('key');
        const done = await deps.db
          .transaction()
          .execute((tx) => revokeKey(tx, caller, project, params.publicKey, deps.now()));
        if (!done) throw notFound('key');
        await deps.keysChanged();
        return null;
      },
    ),
  ];
}
