import type { HookProvider } from '@summit/contracts';
import type { ComponentType } from 'react';
import { GitHubGuide } from './GitHubGuide';
import { GitLabGuide } from './GitLabGuide';
import { GrafanaGuide } from './GrafanaGuide';
import type { NewDoor } from './Hooks';

/** How to lead each system to its door. */
export const guides: Readonly<Record<HookProvider, ComponentType<{ door: NewDoor; delivered: string | null }>>> = {
  github: GitHubGuide,
  gitlab: GitLabGuide,
  grafana: GrafanaGuide,
};
