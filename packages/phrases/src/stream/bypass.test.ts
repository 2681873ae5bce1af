import { describe, expect, it } from 'vitest';
import { createPhraseStream, type PhraseStream } from './phrase-stream.ts';
import type { Sighting } from './sighting.ts';
import { attack, ordinaryTraffic, SMALL, withHistory } from './testing/traffic.ts';
import { MAX_TEXT_WORDS } from './text-grams.ts';

const PHRASE = 'per our zephyr arrangement';

const running = withHistory();

function isSeen(stream: PhraseStream, requests: Iterable<Sighting>): boolean {
  let seen = false;
  for (const request of requests)
    seen = stream.observe(request).clusters.some(({ variants }) => /zephyr/.test(variants.join())) || seen;
  return seen;
}

const varied = (...spellings: readonly string[]): Sighting[] => spellings.map((spelling, at) => attack(spelling, at));

describe('evasions that are seen', () => {
  it.each([
    [
      'case and spacing',
      varied('PER OUR  ZEPHYR ARRANGEMENT', 'Per\tour zephyr arrangement', 'per our\nzephyr arrangement', PHRASE),
    ],
    [
      'zero-width characters and look-alikes (Boucher et al., Bad Characters, IEEE S&P 2022)',
      varied(
        'per our z\u200bephyr arrangement',
        'p\u0435r our z\u0435phyr arrangement',
        'per our zephyr\u2060 arrangement',
        'ｐｅｒ our zephyr arrangement',
      ),
    ],
    [
      'punctuation inside',
      varied(
        'per our, zephyr arrangement',
        'per our. Zephyr arrangement',
        'per, our; zephyr: arrangement',
        'per our - zephyr! arrangement',
      ),
    ],
    ['numbers that change', varied(...[1, 22, 333, 4444].map((n) => `per our zephyr ${n} arrangement`))],
    ['digits inside a word', varied(...[1, 22, 333, 4444].map((n) => `per our zephyr${n} arrangement`))],
    [
      'another word in the middle',
      varied(
        'per our own zephyr arrangement',
        'per our old zephyr arrangement',
        'per our last zephyr arrangement',
        'per our new zephyr arrangement',
      ),
    ],
  ])('%s', (_, requests) => {
    expect(isSeen(running(), requests)).toBe(true);
  });

  it('in a turn before the one that asks', () => {
    const requests = [0, 1, 2, 3].map((at) => ({
      ...attack('', at),
      text: [`hello, ${PHRASE}`, attack('', at).text as string],
    }));
    expect(isSeen(running(), requests)).toBe(true);
  });

  it('one account that floods with junk between the activations', () => {
    const stream = running();
    let seen = false;
    for (let at = 0; at < 4; at++) {
      seen = isSeen(stream, [attack(PHRASE, at)]) || seen;
      for (let junk = 0; junk < 400; junk++) {
        const words = Array.from({ length: 12 }, (_, k) => `junk${letters(at * 400 + junk)}${letters(k)}`);
        stream.observe(attack(words.join(' '), 0, { account: 'flooder', tenant: 'tenant-9' }));
      }
    }
    expect(seen).toBe(true);
    expect(stream.status().crowded).toBeGreaterThan(0);
  });

  it('one account that writes the phrase in ordinary talk beforehand, a thousand times', () => {
    const stream = running();
    for (let at = 0; at < 1000; at++) {
      stream.observe(attack(PHRASE, at, { account: 'whitewasher', tenant: 'tenant-1', isRequest: false }));
    }
    // Two requests later than without: the account's own use counts once.
    expect(
      isSeen(
        stream,
        [0, 1, 2, 3, 4, 5].map((at) => attack(PHRASE, at)),
      ),
    ).toBe(true);
  });

  it('accounts that first burn their share of the memory with junk', () => {
    const stream = running();
    let seen = false;
    for (let at = 0; at < 5; at++) {
      for (let junk = 0; junk < 20; junk++) {
        const words = Array.from({ length: 30 }, (_, k) => `burn${letters(at * 400 + junk)}${letters(k)}`);
        stream.observe({ ...attack('', at), text: words.join(' ') });
      }
      seen = isSeen(stream, [attack(PHRASE, at)]) || seen;
    }
    expect(stream.status().crowded).toBeGreaterThan(0);
    expect(seen).toBe(true);
  });

  it('one account that requests a thousand times, so that requests look frequent', () => {
    const stream = running();
    stream.observe(attack(PHRASE, 0));
    for (let at = 0; at < 1000; at++) stream.observe(attack('', at, { account: 'busy' }));
    expect(
      isSeen(
        stream,
        [1, 2, 3].map((at) => attack(PHRASE, at)),
      ),
    ).toBe(true);
  });
});

describe('what is not taken for several people', () => {
  it('one account that requests many times', () => {
    const stream = running();
    expect(
      isSeen(
        stream,
        [0, 1, 2, 3, 4, 5].map((at) => attack(PHRASE, at, { account: 'one', tenant: 'tenant-1' })),
      ),
    ).toBe(false);
  });

  it('accounts whose names only look different', () => {
    const names = ['anna', 'Anna ', 'ANNA', '\u0430nna', 'an\u200bna'];
    const stream = running();
    expect(
      isSeen(
        stream,
        names.map((account, at) => attack(PHRASE, at, { account, tenant: 'tenant-1' })),
      ),
    ).toBe(false);
  });

  it('requests without an account, which are counted', () => {
    const stream = running();
    expect(
      isSeen(
        stream,
        [0, 1, 2, 3].map((at) => attack(PHRASE, at, { account: '' })),
      ),
    ).toBe(false);
    expect(stream.status().anonymous).toBe(4);
  });
});

describe('limits that are known', () => {
  it('a flood of long texts from hundreds of accounts makes it forget, and it says that it is learning again', () => {
    const stream = createPhraseStream({ ...SMALL, sketchBits: 13 });
    for (const sighting of ordinaryTraffic(700, 1)) stream.observe(sighting);
    expect(stream.status().isLearning).toBe(false);
    for (let at = 0; at < 120; at++) {
      const words = Array.from({ length: 200 }, (_, k) => `${letters(at)}${letters(k)}`);
      stream.observe({ ...attack(words.join(' '), 1000 + at), isRequest: false });
    }
    expect(stream.status().turns).toBeGreaterThan(1);
    expect(stream.status().isLearning).toBe(true);
  });

  it('two accounts are below the threshold, however often they ask', () => {
    const requests = Array.from({ length: 20 }, (_, at) =>
      attack(PHRASE, at, { account: `pair-${at % 2}`, tenant: `tenant-${at % 2}` }),
    );
    expect(isSeen(running(), requests)).toBe(false);
  });

  it('as many bystanding accounts as requesting ones make a phrase look ordinary', () => {
    const requests = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => attack(PHRASE, at, { isRequest: at % 2 === 1 }));
    expect(isSeen(running(), requests)).toBe(false);
  });

  it('three accounts that use the phrase beforehand hide it from the next ones in a history of two thousand conversations', () => {
    const stream = running();
    for (let at = 0; at < 3; at++) stream.observe(attack(PHRASE, 100 + at, { isRequest: false }));
    expect(isSeen(stream, varied(PHRASE, PHRASE, PHRASE, PHRASE))).toBe(false);
  });

  it('a paraphrase in other words each time has no phrase', () => {
    const requests = varied(
      'what the breeze and you settled',
      'the deal named after a wind',
      'our windy understanding',
      'that pact of moving air',
    );
    expect(isSeen(running(), requests)).toBe(false);
  });

  it('what lies beyond the limits of a text is not read, and said to be', () => {
    const stream = running();
    const padding = 'it was a gift '.repeat(MAX_TEXT_WORDS);
    const observed = stream.observe({ ...attack('', 0), text: `${padding} ${PHRASE}` });
    expect(observed.isCut).toBe(true);
    expect(stream.status().cut).toBe(1);
  });
});

/** A number in letters, so that it is not masked as a number. */
function letters(value: number): string {
  return [...value.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('');
}
