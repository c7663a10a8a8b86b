import type { JenkinsSpan } from './span';

/** What of a build works: a stage or a branch of a parallel with its steps, or the steps that are in none. */
export interface Work {
  /** Null: what is in no stage and no branch. */
  group: JenkinsSpan | null;
  /** The stage around it. */
  stage: JenkinsSpan | null;
  /** Those that are in no group within it, in the order of their start. */
  steps: readonly JenkinsSpan[];
  /** Other work lies within it. */
  holdsOthers: boolean;
  /** Its wait for an agent, where it has one of its own: the first. */
  allocation: JenkinsSpan | undefined;
  agents: readonly JenkinsSpan[];
}

export interface BuildTree {
  root: JenkinsSpan;
  build: NonNullable<JenkinsSpan['build']>;
  /** The spans of this build alone, in the order of their start, without the root. */
  members: readonly JenkinsSpan[];
  work: readonly Work[];
  /** From the nearest up to the root, which is not among them. */
  ancestorsOf: (span: JenkinsSpan) => JenkinsSpan[];
}

/** Deeper than any pipeline: what claims to be costs no more. */
const MAX_DEPTH = 100;

export const isStage = ({ step }: JenkinsSpan): boolean => step?.type === 'stage';
const isGroup = (span: JenkinsSpan): boolean => isStage(span) || span.step?.type === 'parallel';
export const isNode = ({ step }: JenkinsSpan): boolean => step?.type === 'node';
/** Both spans of a `node` have its id and type; the wait is the one within. */
export const isAllocation = (span: JenkinsSpan): boolean => isNode(span) && span.name === 'Agent Allocation';

const byStart = (a: JenkinsSpan, b: JenkinsSpan): number =>
  a.startMs - b.startMs || a.endMs - b.endMs || (a.spanId < b.spanId ? -1 : 1);

/** The builds among the spans of a trace, each with what is below it; below a build that another started is that one's. */
export function buildsOf(spans: readonly JenkinsSpan[]): BuildTree[] {
  const sorted = [...spans].sort(byStart);
  const byId = new Map(sorted.map((span) => [span.spanId, span]));
  const rootOf = rootsOf(sorted, byId);
  const members = new Map<string, JenkinsSpan[]>();
  for (const span of sorted) {
    const root = rootOf.get(span.spanId);
    if (root === undefined || root === null || root === span.spanId) continue;
    const list = members.get(root);
    if (list) list.push(span);
    else members.set(root, [span]);
  }
  return sorted.flatMap((root) =>
    root.build === undefined ? [] : [treeOf(root, root.build, members.get(root.spanId) ?? [], byId)],
  );
}

/** The build's span that each is below, by its id; null where the way up to one is not known, or goes round in circles. */
function rootsOf(spans: readonly JenkinsSpan[], byId: ReadonlyMap<string, JenkinsSpan>): Map<string, string | null> {
  const roots = new Map<string, string | null>();
  for (const span of spans) {
    const way: string[] = [];
    let at: JenkinsSpan | undefined = span;
    let root: string | null | undefined;
    while (at !== undefined && root === undefined) {
      root = roots.get(at.spanId) ?? (at.build === undefined ? undefined : at.spanId);
      if (roots.has(at.spanId)) break;
      way.push(at.spanId);
      // Until its own root is found, each on the way counts as without: so a circle ends.
      roots.set(at.spanId, null);
      if (root === undefined) at = at.parentSpanId === null ? undefined : byId.get(at.parentSpanId);
    }
    for (const id of way) roots.set(id, root ?? null);
  }
  return roots;
}

function treeOf(
  root: JenkinsSpan,
  build: BuildTree['build'],
  members: readonly JenkinsSpan[],
  byId: ReadonlyMap<string, JenkinsSpan>,
): BuildTree {
  const ancestorsOf = (span: JenkinsSpan): JenkinsSpan[] => {
    const found: JenkinsSpan[] = [];
    let at = parentOf(span, byId);
    for (; at && at.spanId !== root.spanId && found.length < MAX_DEPTH; at = parentOf(at, byId)) found.push(at);
    return found;
  };
  return { root, build, members, work: workOf(members, ancestorsOf), ancestorsOf };
}

const parentOf = ({ parentSpanId }: JenkinsSpan, byId: ReadonlyMap<string, JenkinsSpan>): JenkinsSpan | undefined =>
  parentSpanId === null ? undefined : byId.get(parentSpanId);

function workOf(members: readonly JenkinsSpan[], ancestorsOf: BuildTree['ancestorsOf']): Work[] {
  const within = new Map<string | null, JenkinsSpan[]>();
  const outer = new Set<string>();
  const withSteps = new Set(
    members.flatMap(({ step, parentSpanId }) => (step && parentSpanId !== null ? [parentSpanId] : [])),
  );
  const ways = new Map<string, JenkinsSpan[]>();
  for (const span of members) {
    const way = ancestorsOf(span).filter(isGroup);
    ways.set(span.spanId, way);
    if (isGroup(span)) for (const { spanId } of way) outer.add(spanId);
    if (span.step === undefined || isGroup(span)) continue;
    const key = way[0]?.spanId ?? null;
    const list = within.get(key);
    if (list) list.push(span);
    else within.set(key, [span]);
  }
  const worked = (group: JenkinsSpan | null): Work[] => {
    const inside = within.get(group?.spanId ?? null) ?? [];
    // What holds steps is none itself.
    const steps = inside.filter((span) => !isNode(span) && !withSteps.has(span.spanId));
    const holdsOthers = group !== null && outer.has(group.spanId);
    if (steps.length === 0 && (group === null || holdsOthers)) return [];
    return [
      {
        group,
        stage: (group && ways.get(group.spanId)?.find(isStage)) ?? null,
        steps,
        holdsOthers,
        allocation: holdsOthers ? undefined : inside.find(isAllocation),
        agents: inside.filter((span) => isNode(span) && !isAllocation(span)),
      },
    ];
  };
  return [null, ...members.filter(isGroup)].flatMap(worked);
}
