import { z } from 'zod';
import { Issue } from './issues';
import { Incident } from './incidents';
import { Run } from './runs';

/** What the SSE stream at `/api/v1/stream` sends; the SSE `id:` is the cursor that `Last-Event-ID` resumes from. `reset` asks to reload: the cursor is too old. */
export const StreamEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), run: Run }),
  z.object({ type: z.literal('issue'), issue: Issue }),
  z.object({ type: z.literal('incident'), incident: Incident }),
  z.object({ type: z.literal('reset') }),
]);
export type StreamEvent = z.infer<typeof StreamEvent>;
