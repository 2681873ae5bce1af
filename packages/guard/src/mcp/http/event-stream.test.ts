import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvents, type StreamEvent, writeEvent } from './event-stream.ts';

async function eventsOf(
  text: string | Uint8Array,
  cuts: readonly number[] = [],
  maxBytes = 10_000,
): Promise<StreamEvent[]> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const [index, place] of places.slice(1).entries()) controller.enqueue(bytes.subarray(places[index], place));
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  for await (const event of readEvents(body, maxBytes)) events.push(event);
  return events;
}

describe('the events of a stream', () => {
  it('are read as the standard has it, however they are cut into chunks', async () => {
    const text =
      ': comment\n\nid: 1\r\nevent: x\rdata:a\ndata: b\n\ndata\n\nretry: 10\nretry: ten\n\nid: 2\n\nunknown: x\n\ndata: cut';
    const expected = [
      { type: 'x', data: 'a\nb', id: '1' },
      { type: 'message', data: '' },
      { type: 'message', data: '' },
      { type: 'message', data: '', id: '2' },
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 10 }), async (cuts) => {
        expect(await eventsOf(text, cuts)).toEqual(expected);
      }),
      { seed: 1, numRuns: 80 },
    );
  });

  it('are read back as they are written', async () => {
    const data = fc.string({ unit: 'grapheme' }).filter((one) => !/[\r\n]/.test(one));
    const id = fc.option(fc.stringMatching(/^[!-~]{1,40}$/), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(data, id, async (one, from) => {
        const event = { data: one, ...(from === undefined ? {} : { id: from }) };
        expect(await eventsOf(writeEvent(event))).toEqual([{ type: 'message', ...event }]);
      }),
      { seed: 1, numRuns: 80 },
    );
  });

  it.each([
    ['a line without end', `data: ${'x'.repeat(200)}`],
    ['an event of many lines', 'data: x\n'.repeat(200)],
    ['text that is not UTF-8', new Uint8Array([0x64, 0xff, 0x0a])],
  ])('end with an error at %s', async (_, text) => {
    await expect(eventsOf(text, [3, 40, 90], 100)).rejects.toMatchObject({ code: 'guard/mcp-stream' });
  });
});
