import { describe, expect, it } from 'vitest';
import { keysOf } from './keys.ts';

describe('keysOf', () => {
  it.each([
    ['kru', ['keep', 'reject', 'unsure']],
    ['n?bq', ['next', 'help', 'undo', 'quit']],
    ['\u001b[A\u001b[B\u001bOC\u001b[D', ['up', 'down', 'next', 'previous']],
    ['\u001b[5~\u001b[6~ ', ['page-up', 'page-down', 'page-down']],
    ['\u0003', ['interrupt']],
    ['xKé', ['other', 'other', 'other']],
  ])('reads %j', (typed, keys) => {
    expect(keysOf(typed)).toEqual(keys);
  });

  it('never takes a letter of a sequence for a verdict', () => {
    // A lone escape, a mouse report, a bracketed paste, a function key.
    for (const typed of ['\u001b', '\u001b[<0;1;1M', '\u001b[200~', '\u001b[1;5k', '\u001bOr', '\u001b[u']) {
      expect(keysOf(typed)).toEqual(['other']);
    }
  });
});
