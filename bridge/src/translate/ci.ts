import type { CiFact, CiProvider } from '@summit/contracts';
import { azure } from './azure';
import { buildkite } from './buildkite';
import { cdevents } from './cdevents';
import { circleci } from './circleci';
import { generic } from './generic';
import { github } from './github';
import { gitlab } from './gitlab';
import { jenkins } from './jenkins';
import { travis } from './travis';

/** A tag that was pushed and the commit it stands on, so that releases called by that tag find their commit. */
export interface PushedTag {
  name: string;
  sha: string;
}

/** What a delivery says; `dropped` is the reason why it says nothing. */
export type Translation = { facts: readonly CiFact[]; tag?: PushedTag } | { dropped: string };

/** One CI system's payloads → facts: pure, so that real payloads are its tests. */
export interface CiTranslator {
  /** The events that it knows, in the provider's own words. */
  events: readonly string[];
  /** Throws PayloadError where a known event lacks what it documents. */
  translate(event: string, payload: unknown): Translation;
}

export const ciTranslators: Readonly<Record<CiProvider, CiTranslator>> = {
  azure,
  buildkite,
  cdevents,
  circleci,
  generic,
  github,
  gitlab,
  jenkins,
  travis,
};
