import type { HookProvider } from '@summit/contracts';
import type { ComponentType } from 'react';
import { AzureGuide } from './AzureGuide';
import { BuildkiteGuide } from './BuildkiteGuide';
import { CdEventsGuide } from './CdEventsGuide';
import { CircleGuide } from './CircleGuide';
import { GenericGuide } from './GenericGuide';
import { GitHubGuide } from './GitHubGuide';
import { GitLabGuide } from './GitLabGuide';
import { GrafanaGuide } from './GrafanaGuide';
import type { NewDoor } from './Hooks';
import { JenkinsGuide } from './JenkinsGuide';
import { TravisGuide } from './TravisGuide';

export interface GuideProps {
  door: NewDoor;
  /** When something first came through it. */
  delivered: string | null;
  /** Gives the door a secret that the other side made. */
  onSecret: (secret: string) => void;
}

/** How to lead each system to its door. */
export const guides: Readonly<Record<HookProvider, ComponentType<GuideProps>>> = {
  github: GitHubGuide,
  gitlab: GitLabGuide,
  jenkins: JenkinsGuide,
  circleci: CircleGuide,
  buildkite: BuildkiteGuide,
  azure: AzureGuide,
  travis: TravisGuide,
  cdevents: CdEventsGuide,
  generic: GenericGuide,
  grafana: GrafanaGuide,
};
