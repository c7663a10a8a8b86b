import type { CiTranslator, Translation } from '../ci';
import { parsePayload } from '../payload';
import { factOf } from './facts';
import { translateFlux } from './flux';
import { translateKubernetes } from './kubernetes';
import { GenericDelivery } from './schema';

/** Summit's own JSON: each event one fact, in their order. The system is that of this door, whatever the sender calls itself. */
function translateEvents(payload: unknown): Translation {
  const { system, events } = parsePayload(GenericDelivery, payload, 'The delivery');
  const own = { provider: 'generic', host: system };
  return { facts: events.map((event) => factOf(event, own)) };
}

const translators: ReadonlyMap<string, (payload: unknown) => Translation> = new Map([
  ['events', translateEvents],
  ['flux', translateFlux],
  ['kubernetes', translateKubernetes],
]);

export const generic: CiTranslator = {
  events: [...translators.keys()],
  translate: (event, payload) => translators.get(event)?.(payload) ?? { dropped: 'unknown event' },
};
