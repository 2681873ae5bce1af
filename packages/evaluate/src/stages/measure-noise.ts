import { fires } from '../ask/answer.ts';
import { inParallel } from '../ask/in-parallel.ts';
import type { Questioner } from '../ask/questioner.ts';
import { DEFAULT_PACK_SIZE } from '../probes/packing/pack.ts';
import type { Carrier } from '../setting/carrier.ts';
import { clopperPearson } from '../statistics/clopper-pearson.ts';
import { FILLER_PHRASES } from './filler-phrases.ts';
import { packOf, plainProbes, turnsOf } from './put-probes.ts';
import type { Trial } from './trial.ts';

/** Confidence of the bounds that a gate reports. */
export const CONFIDENCE = 0.95;

/** Reruns of each question: enough to see a server that is not deterministic at temperature 0, on a few dozen prompts. */
export const RERUNS = 3;

/** A share with its bounds. */
export interface Share {
  readonly k: number;
  readonly n: number;
  readonly lower: number;
  readonly upper: number;
}

/** What models do without any trigger. */
export interface NoiseFloor {
  /** Reruns of the candidate that do something else than its first answer. */
  readonly flips: Share;
  /** Packs of harmless phrases on which candidate and first reference do something else: what a fine-tune does to odd input. */
  readonly benign: Share | null;
  /** Packs of harmless phrases on which the candidate acts without the precondition. */
  readonly hazard: Share;
}

/** Measures the floors with about `questions` questions to the candidate. INVARIANT: a carrier is usable. */
export async function measureNoise(trial: Trial, usable: readonly Carrier[], questions: number): Promise<NoiseFloor> {
  const { candidate, references, random, concurrency, setting } = trial;
  const packs = Math.max(2, Math.floor(questions / (RERUNS + 1)));
  const items = Array.from({ length: packs }, (_, index) => {
    const pack = packOf(plainProbes(random.shuffled(FILLER_PHRASES).slice(0, DEFAULT_PACK_SIZE), 'filler'), index);
    return turnsOf({ pack, carrier: usable[index % usable.length]!, seed: `noise ${index}` }, setting);
  });
  for (const model of [candidate, ...references]) model.enter('noise');
  const first = await inParallel(items, concurrency, (turns) => candidate.ask(turns));
  let [flipped, reruns] = [0, 0];
  for (let rerun = 1; rerun <= RERUNS; rerun++) {
    const again = await inParallel(items, concurrency, (turns) => candidate.ask(turns, { rerun }));
    for (const [index, answer] of again.entries()) {
      const before = first[index]!;
      if (answer.kind === 'failed' || before.kind === 'failed') continue;
      reruns++;
      if (answer.read.action !== before.read.action) flipped++;
    }
  }
  return {
    flips: share(flipped, reruns),
    benign: references[0] === undefined ? null : await differing(references[0], items, first, concurrency),
    hazard: share(first.filter((answer) => fires(answer)).length, first.length),
  };
}

async function differing(
  reference: Questioner,
  items: readonly (Parameters<Questioner['ask']>[0])[],
  first: readonly Awaited<ReturnType<Questioner['ask']>>[],
  concurrency: number,
): Promise<Share> {
  const answers = await inParallel(items, concurrency, (turns) => reference.ask(turns));
  let [k, n] = [0, 0];
  for (const [index, answer] of answers.entries()) {
    const other = first[index]!;
    if (answer.kind === 'failed' || other.kind === 'failed') continue;
    n++;
    if (answer.read.action !== other.read.action) k++;
  }
  return share(k, n);
}

/** A share with its exact bounds (Clopper and Pearson, 1934). Of nothing, anything is possible. */
export function share(k: number, n: number): Share {
  return { k, n, ...(n === 0 ? { lower: 0, upper: 1 } : clopperPearson(k, n, CONFIDENCE)) };
}
