import type { FailureConfidence, ReworkReason, ShipmentConfidence } from '@summit/contracts';

/** A word for a tag, and the whole sentence for who asks. */
interface Words {
  word: string;
  why: string;
}

export const shipmentWords: Readonly<Record<ShipmentConfidence, Words>> = {
  exact: { word: 'certain', why: 'Its commit is the one that was deployed.' },
  order: {
    word: 'by order',
    why: 'It landed on the deployed branch after what was deployed before, and not after what was deployed here.',
  },
};

export const failureWords: Readonly<Record<FailureConfidence, Words>> = {
  named: { word: 'named', why: 'An alert or a person named this deployment as the cause of the incident.' },
  linked: {
    word: 'linked',
    why: 'The incident names its commit, run or release, or an issue that began with its release.',
  },
  window: { word: 'by time', why: 'It was the last deployment within the hour before the incident.' },
  rollback: { word: 'rolled back', why: 'No incident is known; the next deployment took it back.' },
};

export const reworkWords: Readonly<Record<ReworkReason, Words>> = {
  rollback: { word: 'rollback', why: 'It went back to a commit that ran there before.' },
  during_failure: { word: 'during a failure', why: 'It was made while a failure of an earlier deployment was open.' },
  hotfix: { word: 'hotfix', why: 'A change that it ships calls itself a hotfix.' },
  revert: { word: 'revert', why: 'A change that it ships calls itself a revert.' },
};
