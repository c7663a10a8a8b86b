import { Copyable } from '../../../shared/ui/Copyable';
import { Guide } from './Guide';
import type { GuideProps } from './guides';

/** An event that any terminal can send, to see that the door opens. */
const firstEvent = (time: string): string =>
  JSON.stringify({
    specversion: '1.0',
    id: 'first',
    source: 'https://terminal.example.org',
    type: 'dev.cdevents.pipelinerun.finished.0.2.0',
    time,
    data: {
      context: {
        version: '0.4.1',
        id: 'first',
        source: 'https://terminal.example.org',
        type: 'dev.cdevents.pipelinerun.finished.0.2.0',
        timestamp: time,
      },
      subject: { id: 'first', type: 'pipelineRun', content: { pipelineName: 'first', outcome: 'success' } },
    },
  });

/** A client of CloudEvents takes name and password out of an address and sends them as a header, so no log of addresses has them. */
const withPassword = (url: string, secret: string): string => url.replace('://', `://summit:${secret}@`);

/** Leads Tekton, or whatever sends CDEvents, to a door that was just made. */
export const CdEventsGuide = ({ door, delivered }: GuideProps) => (
  <Guide title="Connect Tekton and CDEvents" delivered={delivered} waitsFor="the first event">
    <li>
      Tekton can set nothing but an address, so the secret is part of it. Anyone who may read the ConfigMap has it
      <Copyable
        text={`kubectl patch configmap config-events -n tekton-pipelines --type merge -p '{"data":{"formats":"tektonv1","sink":"${withPassword(door.url, door.secret)}"}}'`}
        label="sink of Tekton"
        block
      />
    </li>
    <li>
      Senders that can set a header take the address
      <Copyable text={door.url} label="address" />
      and the header <code>Authorization</code>
      <Copyable text={`Bearer ${door.secret}`} label="header" />
      Those that sign as Standard Webhooks say take the secret
      <Copyable text={door.secret} label="secret" />
    </li>
    <li>
      Run a pipeline, or send an event by hand
      <Copyable
        text={`curl --fail-with-body -sS '${door.url}' -H 'authorization: Bearer ${door.secret}' -H 'content-type: application/cloudevents+json' -d '${firstEvent(door.createdAt)}'`}
        label="first event"
        block
      />
    </li>
  </Guide>
);
