import type { BackfillProvider } from '@summit/contracts';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { BackfillApi, HttpAnswer, Reading, Scope, Task } from './provider';
import { githubApi } from './providers/github';
import { gitlabApi } from './providers/gitlab';
import { jenkinsApi } from './providers/jenkins';

/** A provider's API with its tasks closed over: they come from the database, so each is parsed before it is used. */
export interface AnyApi extends Omit<
  BackfillApi,
  'Task' | 'first' | 'ofRun' | 'pathOf' | 'read' | 'without' | 'needs'
> {
  first(): Task;
  ofRun(providerRunId: string, scope: Scope): Task | null;
  /** Throws where the task is none of this provider's. */
  open(task: unknown): OpenTask;
}

export interface OpenTask {
  kind: string;
  /** About the repository itself: without it nothing of it can be asked. */
  first: boolean;
  pathOf(scope: Scope): string;
  read(answer: HttpAnswer, scope: Scope): Reading<Task>;
  without(status: number): Reading<Task> | null;
  needs: string;
}

function closed<T extends Task>(api: BackfillApi<T>): AnyApi {
  const Schema: z.ZodType<T> = api.Task;
  return {
    provider: api.provider,
    rootOf: (url) => api.rootOf(url),
    headersFor: (token) => api.headersFor(token),
    problemOfName: (name) => api.problemOfName(name),
    logs: api.logs,
    ...(api.graph && { graph: api.graph }),
    first: () => api.first(),
    ofRun: (providerRunId, scope) => api.ofRun(providerRunId, scope),
    open(stored) {
      const task = Schema.parse(stored);
      return {
        kind: task.kind,
        first: isDeepStrictEqual(task, api.first()),
        pathOf: (scope) => api.pathOf(task, scope),
        read: (answer, scope) => api.read(task, answer, scope),
        without: (status) => api.without(task, status),
        needs: api.needs(task),
      };
    },
  };
}

export const backfillApis: Readonly<Record<BackfillProvider, AnyApi>> = {
  github: closed(githubApi),
  gitlab: closed(gitlabApi),
  jenkins: closed(jenkinsApi),
};
