import { DeclaredJob, type GraphSource, GraphUpload } from '@summit/contracts';
import { parsePayload } from '../payload';
import { githubGraph } from './github';
import { gitlabGraph } from './gitlab';

const readers = { github: githubGraph, gitlab: gitlabGraph } as const;
const sources = { github: 'pushed_github', gitlab: 'pushed_gitlab' } as const;

interface DeclaredGraph {
  source: GraphSource;
  jobs: DeclaredJob[];
}

/** What an upload declares. Throws PayloadError where it cannot be read, or declares no job. */
export function readGraph(body: unknown): DeclaredGraph {
  const upload = parsePayload(GraphUpload, body, 'The graph');
  if ('jobs' in upload)
    return {
      source: 'pushed',
      jobs: upload.jobs.map(({ name, needs }) => declaredByName(name, needs, true)),
    };
  // What is out of all measure is left out: jobs of that name are then not known.
  const jobs = readers[upload.format](upload.files).filter((job) => DeclaredJob.safeParse(job).success);
  return { source: sources[upload.format], jobs };
}

/** A job whose needs are told by the names of jobs. `legs`: it may be a matrix. */
export const declaredByName = (name: string, needs: readonly string[], legs: boolean): DeclaredJob => {
  const segments = name.split(' / ');
  return {
    key: name,
    name: segments.map((text, n) => ({ texts: [text], legs: legs && n === segments.length - 1 })),
    needs: [...new Set(needs)].map((key) => ({ key, within: 0 })),
  };
};
