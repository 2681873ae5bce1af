// @ts-check
import { seededRandom } from '@bezoar/core';
import { createFeaturiser, mergeParts } from '@bezoar/phrases';
import { findNearDuplicates } from '../../packages/corpus/dist/near-duplicates/find-near-duplicates.js';
import { createShingleReader } from '../../packages/corpus/dist/near-duplicates/shingle-reader.js';
import { percent } from '../table.mjs';

/** Pairs for each size; words of a record; classes of likeness. */
const PAIRS = 20_000;
const SIZES = [15, 40, 120];
const CLASSES = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
const BELOW = 0.05;

/**
 * Of pairs of near-copies with a known likeness, the share that the search does not find: random records over 5,000 words, each with one copy in
 * which words are replaced at random.
 * @param {import('./main.mjs').BenchOptions} _options
 */
export async function runMisses(_options) {
  /** @type {Map<string, { pairs: number, missed: number }>} */
  const cells = new Map();
  for (const size of SIZES) {
    const random = seededRandom(`misses/${size}`);
    const featuriser = createFeaturiser();
    const word = () => `w${random.integer(5000)}`;
    for (let pair = 0; pair < PAIRS; pair++) {
      const words = Array.from({ length: size }, word);
      const share = 0.12 * random.next();
      const copy = words.map((one) => (random.next() < share ? word() : one));
      for (const [half, text] of [words, copy].entries()) {
        const digest = `${pair * 2 + half}`.padStart(64, '0');
        featuriser.add({
          digest,
          tenant: '',
          account: '',
          prompts: [text.join(' ')],
          replies: [],
          grounds: [],
          actions: [],
        });
      }
    }
    const columns = mergeParts([[featuriser.finish()]]).sets[0];
    if (columns === undefined) throw new Error('no columns');
    const order = Int32Array.from({ length: columns.count }, (_, d) => d);
    const { content } = await findNearDuplicates(columns, { order, seed: size });
    const reader = createShingleReader(columns, 1);
    for (let pair = 0; pair < PAIRS; pair++) {
      const distinct = reader.load(2 * pair + 1);
      reader.load(2 * pair);
      const likeness = reader.similarityTo(2 * pair + 1, distinct, 0);
      const from = CLASSES.findLast((bound) => likeness >= bound);
      if (from === undefined || likeness === 1) continue;
      const cell = cells.get(`${size} ${from}`) ?? { pairs: 0, missed: 0 };
      cells.set(`${size} ${from}`, cell);
      cell.pairs++;
      if (content.leaders[2 * pair + 1] !== content.leaders[2 * pair]) cell.missed++;
    }
  }
  const rows = CLASSES.map((from) => [
    `${from.toFixed(2)} to ${(from + BELOW).toFixed(2)}`,
    ...SIZES.map((size) => {
      const cell = cells.get(`${size} ${from}`);
      return cell === undefined ? '-' : `${percent(cell.missed / cell.pairs)} of ${cell.pairs}`;
    }),
    percent((1 - (from + BELOW / 2) ** 4) ** 24),
  ]);
  return {
    results: [...cells].map(([name, cell]) => ({ name, ...cell })),
    tables: [
      {
        title: 'Near-copies that the search misses, by likeness',
        notes: ['Last column: what 24 bands of 4 rows let expect in the middle of the class.'],
        header: ['likeness', ...SIZES.map((size) => `${size} words`), 'expected'],
        rows,
      },
    ],
  };
}
