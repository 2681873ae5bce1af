import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPartRelay } from './part-relay.ts';

describe('a relay of parts', () => {
  it('hands on every part in order, and never more than one ahead', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), async (sent) => {
        const relay = createPartRelay();
        const taken: unknown[] = [];
        let ahead = 0;
        const writing = (async () => {
          for (const part of sent) {
            ahead += 1;
            expect(ahead).toBe(1);
            await relay.put(part);
          }
          relay.end();
        })();
        for await (const part of relay.read()) {
          ahead -= 1;
          taken.push(part);
        }
        await writing;
        expect(taken).toEqual(sent);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('tells the writer when nobody reads any more', async () => {
    const relay = createPartRelay();
    const first = relay.put(1);
    for await (const part of relay.read()) {
      expect(part).toBe(1);
      break;
    }
    await expect(first).rejects.toThrow('nobody reads the rest');
    await expect(relay.put(2)).rejects.toThrow('nobody reads the rest');
  });
});
