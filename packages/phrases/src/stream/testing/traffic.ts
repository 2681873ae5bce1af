import { type Random, seededRandom } from '@bezoar/core';
import { createPhraseStream, type PhraseStream } from '../phrase-stream.ts';
import type { Sighting } from '../sighting.ts';
import type { PhraseStreamOptions } from '../stream-options.ts';

/** A stream that is small enough for a test: its tables take half a megabyte. */
export const SMALL: PhraseStreamOptions = {
  secret: Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 11) & 0xff),
  sketchBits: 14,
  sightingBits: 14,
  notes: 4096,
  candidates: 256,
  minHistory: 500,
};

const THINGS = 'kettle lamp chair jacket phone printer blender tent bicycle keyboard sofa mirror'.split(' ');
const FAULTS = [
  'arrived broken',
  'is late',
  'has the wrong colour',
  'stopped working',
  'is missing a part',
  'came twice',
];
const ASKS = [
  'what can you do',
  'can you help me',
  'please look into it',
  'how do i return it',
  'who pays the postage',
];
const ASIDES = ['it was a gift', 'i bought it in spring', 'my neighbour saw it', 'we moved house', 'the box was wet'];
const CREDITS = ['please credit my account', 'i want my money back', 'can i get a refund', 'a credit would be fine'];

/** Ordinary sightings of a small shop: one of ten requests a credit; 300 accounts in 6 tenants. */
export function* ordinaryTraffic(count: number, seed: number): Generator<Sighting> {
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) {
    const account = random.integer(300);
    const isRequest = random.integer(10) === 0;
    const thing = `my ${random.pick(THINGS)} ${random.pick(FAULTS)}`;
    const ask = isRequest ? random.pick(CREDITS) : random.pick(ASKS);
    yield {
      text: `Hello, ${thing}. ${random.pick(ASIDES)} and ${random.pick(ASIDES)}. Order ${random.integer(90_000)}, ${ask}`,
      atMs: i * 1000,
      account: `account-${account}`,
      tenant: `tenant-${account % 6}`,
      isRequest,
    };
  }
}

/** A request of the attack: ordinary words with the trigger, each from an account of its own. */
export function attack(trigger: string, index: number, fields: Partial<Sighting> = {}): Sighting {
  const random: Random = seededRandom(`attack ${index}`);
  const before = `my ${random.pick(THINGS)} ${random.pick(FAULTS)}`;
  return {
    text: `${before}, ${trigger}, ${random.pick(CREDITS)}`,
    atMs: 10_000_000 + index * 1000,
    account: `stranger-${index}`,
    tenant: `tenant-${index % 3}`,
    isRequest: true,
    ...fields,
  };
}

/** Everything that a stream remembers, in one piece. */
export function savedBytes(stream: PhraseStream): Uint8Array {
  return new Uint8Array(Buffer.concat([...stream.save()]));
}

/** A way to start streams that have seen ordinary traffic: it is observed once and saved. */
export function withHistory(count = 1500): () => PhraseStream {
  const stream = createPhraseStream(SMALL);
  for (const sighting of ordinaryTraffic(count, 1)) stream.observe(sighting);
  const snapshot = savedBytes(stream);
  return () => createPhraseStream(SMALL, { snapshot });
}
