import { type DeploymentErrors, Level } from '@summit/contracts';
import type { Selectable } from 'kysely';
import { impactOf, PIECES, windowsAround, type Windows } from '../../domain/impact';
import type { Database } from '../../store/database';
import { errorsAround } from '../../store/deployments/errors';
import { nextDeployment } from '../../store/deployments/next';
import { projectsOf, type ProjectOf } from '../../store/deployments/projects';
import type { DeploymentTable } from '../../store/tables';

const MOST_ISSUES = 50;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface ErrorsAsked {
  hours: number;
  now: Date;
  /** How long events are kept. */
  retentionDays: number;
}

const nothing = (
  reason: DeploymentErrors['reason'],
  projects: DeploymentErrors['projects'],
  around: DeploymentErrors['around'] = null,
): DeploymentErrors => ({
  windows: null,
  reason,
  around,
  cutBy: null,
  nextId: null,
  projects,
  verdict: 'too_little_data',
  ratio: null,
  low: null,
  high: null,
  dispersion: null,
  newIssues: 0,
  regressedIssues: 0,
  issues: [],
  issuesTotal: 0,
});

/** Errors before and after a deployment, of the projects that belong to it. */
export async function errorsOf(
  db: Database,
  row: Selectable<DeploymentTable>,
  { hours, now, retentionDays }: ErrorsAsked,
): Promise<DeploymentErrors> {
  const finishedAt = row.finished_at;
  if (finishedAt === null) return nothing('not_ended', []);
  const projects = await projectsOf(db, row);
  const uncompared = projects.map(({ id, slug }) => ({ id, slug, compared: false }));
  const next = await nextDeployment(db, { ...row, finishedAt });
  const windows = windowsAround(
    { createdAt: row.created_at.getTime(), finishedAt: finishedAt.getTime() },
    next && { createdAt: next.createdAt.getTime(), finishedAt: next.finishedAt.getTime() },
    now.getTime(),
    hours * HOUR,
  );
  const around = windows && { before: stretchOf(windows.before), after: stretchOf(windows.after) };
  if (projects.length === 0) return nothing('no_project', [], around);
  if (!windows) return nothing('no_time', uncompared);
  if (windows.before.from < now.getTime() - retentionDays * DAY) return nothing('expired', uncompared, around);
  const compared = projects.filter((project) => hadErrorsCounted(project, windows)).map(({ id }) => id);
  const found = await errorsAround(
    db,
    {
      tenant: row.tenant,
      compared,
      listed: projects.map(({ id }) => id),
      environment: row.environment,
      production: row.production,
      before: windows.before,
      after: windows.after,
      pieces: PIECES,
    },
    MOST_ISSUES,
  );
  const windowOf = (side: 'before' | 'after') => ({
    ...stretchOf(windows[side]),
    events: found[side].reduce((sum, count) => sum + count, 0),
  });
  return {
    windows: { before: windowOf('before'), after: windowOf('after') },
    reason: null,
    around,
    cutBy: windows.cutBy,
    nextId: next?.id ?? null,
    projects: projects.map(({ id, slug }) => ({ id, slug, compared: compared.includes(id) })),
    ...impactOf(found.before, found.after),
    newIssues: found.newIssues,
    regressedIssues: found.regressedIssues,
    issues: found.issues.map((issue) => ({ ...issue, level: Level.catch('error').parse(issue.level) })),
    issuesTotal: found.issuesTotal,
  };
}

const stretchOf = ({ from, to }: { from: number; to: number }) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

/** A project that came with the deployment had no errors before because nobody counted them. */
const hadErrorsCounted = ({ createdAt, firstErrorAt }: ProjectOf, { before }: Windows): boolean =>
  createdAt.getTime() <= before.from || (firstErrorAt !== null && firstErrorAt.getTime() < before.to);
