import { statusLooks, type StatusLook } from './status';

/** The states of a deployment, in the order it passes through them. Providers report these words. */
const looks: ReadonlyMap<string, StatusLook> = new Map<string, StatusLook>([
  ['pending', { ...statusLooks.queued, word: 'Pending' }],
  ['queued', statusLooks.queued],
  ['in_progress', { ...statusLooks.running, word: 'In progress' }],
  ['success', statusLooks.success],
  ['failure', statusLooks.failed],
  ['error', { ...statusLooks.failed, word: 'Error', icon: 'exclamation-triangle' }],
  ['inactive', { word: 'Inactive', icon: 'pause', colour: (theme) => theme.colors.text.secondary }],
]);

export const deploymentStates: readonly string[] = [...looks.keys()];

/** How a state looks; a word that is not known is shown as it is. */
export const deploymentLook = (state: string): StatusLook =>
  looks.get(state) ?? { ...statusLooks.unknown, word: state };
