export interface ServerSentEvent {
  event: string;
  data: string;
}

export interface SseParser {
  /** Takes the next bytes; gives the events that they complete. */
  push: (chunk: Uint8Array) => ServerSentEvent[];
  /** The last id of a finished block, with data or without; empty when none was sent. */
  lastEventId: () => string;
}

const emptyBlock = () => ({ event: '', data: [] as string[] });

/**
 * Parses `text/event-stream` (WHATWG HTML, 9.2) from chunks that may end anywhere, even inside a character or between CR and LF.
 * Comments, used as heartbeats, give no event.
 */
export const createSseParser = (): SseParser => {
  const decoder = new TextDecoder();
  let rest = '';
  let id = '';
  let lastEventId = '';
  let block = emptyBlock();

  const takeLine = (line: string): ServerSentEvent | null => {
    if (line === '') {
      const { event, data } = block;
      block = emptyBlock();
      lastEventId = id;
      return data.length > 0 ? { event: event || 'message', data: data.join('\n') } : null;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      block.data.push(value);
    } else if (field === 'event') {
      block.event = value;
    } else if (field === 'id' && !value.includes('\0')) {
      id = value;
    }
    return null;
  };

  return {
    lastEventId: () => lastEventId,
    push: (chunk) => {
      rest += decoder.decode(chunk, { stream: true });
      // A CR at the end may be the first half of CRLF: it waits for the next chunk.
      const complete = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
      const lines = complete.split(/\r\n|\n|\r/);
      const unfinished = lines.pop() ?? '';
      rest = unfinished + rest.slice(complete.length);
      return lines.map(takeLine).filter((event) => event !== null);
    },
  };
};
