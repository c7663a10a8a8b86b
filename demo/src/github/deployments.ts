import type { RunPlan } from './runs';
import { iso, repositoryOf, sender, webUrl, type Delivery } from './context';
import { objectAt, type Json } from './templates';

type Template = (event: string, action?: string) => Json;

/** `deployment` and its statuses for one environment of a deploy run. */
export function deploymentDeliveries(
  template: Template,
  plan: RunPlan,
  environment: 'staging' | 'production',
  started: number,
  finished: number,
  state: 'success' | 'failure',
): Delivery[] {
  const id = plan.id * 10 + (environment === 'production' ? 2 : 1);
  const at = (recorded: Json, updated: number): Json => ({
    ...objectAt(recorded, 'deployment'),
    id,
    sha: plan.sha,
    ref: 'main',
    task: 'deploy',
    payload: {},
    environment,
    original_environment: environment,
    description: null,
    creator: sender(recorded, plan.author),
    created_at: iso(started),
    updated_at: iso(updated),
    url: `https://api.github.com/repos/${plan.repository.fullName}/deployments/${id}`,
    transient_environment: false,
    production_environment: environment === 'production',
  });
  const run = {
    id: plan.id,
    name: plan.workflow.name,
    workflow_id: plan.workflow.id,
    run_number: plan.number,
    run_attempt: plan.attempt,
    head_sha: plan.sha,
    head_branch: plan.branch,
    event: plan.event,
    status: 'in_progress',
    conclusion: null,
    html_url: `${webUrl(plan.repository)}/actions/runs/${plan.id}`,
    created_at: iso(plan.at),
    updated_at: iso(started),
  };
  const common = (recorded: Json) => ({
    repository: repositoryOf(recorded, plan.repository),
    sender: sender(recorded, plan.author),
  });
  const created = template('deployment', 'created');
  const status = (word: string, when: number): Delivery => {
    const recorded = template('deployment_status', 'created');
    const payload = {
      ...recorded,
      deployment_status: {
        ...objectAt(recorded, 'deployment_status'),
        id: id * 10 + word.length,
        state: word,
        environment,
        created_at: iso(when),
        updated_at: iso(when),
        target_url: run.html_url,
        log_url: run.html_url,
      },
      deployment: at(recorded, when),
      workflow_run: { ...objectAt(recorded, 'workflow_run'), ...run },
      ...common(recorded),
    };
    return { at: when, event: 'deployment_status', payload };
  };
  return [
    {
      at: started,
      event: 'deployment',
      payload: { ...created, deployment: at(created, started), workflow_run: run, ...common(created) },
    },
    status('in_progress', started + 1000),
    status(state, finished),
  ];
}
