import { ArtifactsTab } from './artifacts/ArtifactsTab';
import { BuildTab } from './build/BuildTab';
import type { TestSums } from './tests/useRunTests';

const toldOf = (sums: TestSums | undefined): number =>
  sums?.reports.filter(({ kind }) => kind === 'profile' || kind === 'commands').length ?? 0;

/** Few jobs tell where their time went: the tab is there where one did, or where a link asks for it. */
export const withBuild = (sums: TestSums | undefined, tab: string): boolean => toldOf(sums) > 0 || tab === 'build';

interface Props {
  tab: string;
  runId: string;
  sums: TestSums | undefined;
}

/** What jobs told of builds and of what these made; loaded again as more is uploaded. */
export const UploadedTab = ({ tab, runId, sums }: Props) => {
  if (tab === 'build') return <BuildTab runId={runId} told={toldOf(sums)} />;
  if (tab === 'artifacts') return <ArtifactsTab runId={runId} reports={sums?.reports.length ?? 0} />;
  return null;
};
