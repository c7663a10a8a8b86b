import { type ArtifactReport, ArtifactUpload } from '@summit/contracts';
import { parseReport } from './json';

/** `{"artifacts":[{"name","bytes","sha256","mediaType","url"}]}`, as `summit artifact` writes it. @throws {ReportError} */
export function readArtifacts(value: unknown): ArtifactReport {
  const { artifacts } = parseReport(ArtifactUpload, value, 'The list of artifacts');
  return { kind: 'artifacts', format: 'artifacts', artifacts };
}
