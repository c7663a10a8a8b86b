import { Button } from '@grafana/ui';
import type { Project } from '@summit/contracts';
import { usePages } from '../../../shared/api/usePages';
import { may, refused } from '../../../shared/rights/rights';
import { FailureNotice, Nothing, Skeleton } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { NewProject } from './NewProject';
import { ProjectCard } from './ProjectCard';

/** Projects, the keys that their SDKs send with, and how to set one up. */
export const Projects = () => {
  const url = useUrlState(['project', 'sdk', 'new']);
  const { rows, failure, next, loading, reload, more } = usePages<Project>('/projects');
  const allowed = may('settings:write');
  if (failure) return <FailureNotice failure={failure} retry={reload} />;
  if (!rows) return <Skeleton waitsFor="projects from the bridge" rows={4} height={64} />;
  const chosen = url.first('project') || (rows.length === 1 ? (rows[0]?.slug ?? '') : '');
  return (
    <>
      <p>
        <Button
          icon="plus"
          disabled={!allowed}
          tooltip={allowed ? undefined : refused['settings:write']}
          onClick={() => url.set({ new: '1' })}
        >
          New project
        </Button>
      </p>
      {rows.length === 0 && <Nothing message="No projects yet">Make one to get its DSN.</Nothing>}
      {rows.map((project) => (
        <ProjectCard
          key={project.id}
          project={project}
          open={project.slug === chosen}
          toggle={() => url.set({ project: project.slug === chosen ? null : project.slug, sdk: null })}
          sdk={url.first('sdk')}
          chooseSdk={(sdk) => url.set({ sdk, project: project.slug }, { replace: true })}
          changed={reload}
        />
      ))}
      {next !== null && (
        <Button variant="secondary" onClick={more} disabled={loading}>
          More projects
        </Button>
      )}
      {url.first('new') === '1' && allowed && (
        <NewProject
          close={() => url.set({ new: null })}
          made={(project) => {
            url.set({ new: null, project: project.slug, sdk: null });
            reload();
          }}
        />
      )}
    </>
  );
};
