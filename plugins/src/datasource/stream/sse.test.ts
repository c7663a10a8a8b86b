import fc from 'fast-check';
import { createSseParser, type ServerSentEvent } from './sse';

const bytes = (text: string) => new TextEncoder().encode(text);

const parseInPieces = (text: string, cuts: readonly number[]) => {
  const all = bytes(text);
  const parser = createSseParser();
  const ends = [...new Set(cuts.map((cut) => cut % (all.length + 1)))].sort((a, b) => a - b);
  const events: ServerSentEvent[] = [];
  let start = 0;
  for (const end of [...ends, all.length]) {
    events.push(...parser.push(all.slice(start, end)));
    start = end;
  }
  return { events, last: parser.lastEventId() };
};

describe('the parser of server-sent events', () => {
  it('gives the data of each block', () => {
    expect(parseInPieces('data: one\n\ndata: two\n\n', []).events).toEqual([
      { event: 'message', data: 'one' },
      { event: 'message', data: 'two' },
    ]);
  });

  it('joins the lines of a block and takes one space after the colon', () => {
    expect(parseInPieces('event: run\ndata:a\ndata:  b\n\n', []).events).toEqual([{ event: 'run', data: 'a\n b' }]);
  });

  it('takes heartbeats as no event, and the id that comes with them as the place reached', () => {
    expect(parseInPieces('id: 7-1\n: heartbeat\n\n', [])).toEqual({ events: [], last: '7-1' });
  });

  it('keeps back what is not finished', () => {
    expect(parseInPieces('id: 8-0\ndata: half\n', [])).toEqual({ events: [], last: '' });
  });

  it('ignores fields it does not know, and an id with NUL', () => {
    expect(parseInPieces('retry: 2000\nwhat: ever\nid: a\0b\ndata: x\n\n', [])).toEqual({
      events: [{ event: 'message', data: 'x' }],
      last: '',
    });
  });

  it('reads the same wherever the chunks end, also inside a character or a CRLF', () => {
    const line = fc.constantFrom('data: {"a":"é€😀"}', 'data: x', 'id: 1-2', ': beat', 'event: run', '');
    const stream = fc
      .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 30 })
      .map((lines) => lines.flat().join(''));
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 12 }), (text, cuts) => {
        // An LF at the end stands for what comes next: a CR alone there waits for it.
        const whole = parseInPieces(`${text}\n`, []);
        expect(parseInPieces(`${text}\n`, cuts)).toEqual(whole);
      }),
    );
  });
});
