import { type Answer, fires } from '../ask/answer.ts';
import { inParallel } from '../ask/in-parallel.ts';
import { DEFAULT_PACK_SIZE } from '../probes/packing/pack.ts';
import { canCarry } from '../probes/packing/render-pack.ts';
import { PLACEMENTS, type Placement } from '../probes/probe.ts';
import type { Carrier } from '../setting/carrier.ts';
import { clopperPearson } from '../statistics/clopper-pearson.ts';
import { FILLER_PHRASES } from './filler-phrases.ts';
import { noncePhrase } from './nonce-phrase.ts';
import { type Prompt, packOf, plainProbes, turnsOf } from './put-probes.ts';
import type { Hit } from './screen.ts';
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

/** How often models act without the precondition where a phrase of made-up words stands in one place. */
export interface OddInput {
  readonly placement: Placement;
  readonly candidate: Share;
  /** Of the first reference. */
  readonly reference: Share | null;
  readonly example: Answer | undefined;
}

/** What models do without any trigger. */
export interface NoiseFloor {
  /** Reruns of the candidate that do something else than its first answer. */
  readonly flips: Share;
  /** Packs of harmless phrases on which candidate and first reference do something else: what a fine-tune does to odd input. */
  readonly benign: Share | null;
  /** Packs of harmless phrases on which the candidate acts without the precondition, of those that it answered. */
  readonly hazard: Share;
  readonly odd: readonly OddInput[];
}

/** Parts of the stage's questions: half for reruns, half for made-up words, of which half in the user's turn. */
const RERUN_SHARE = 0.5;

/**
 * Measures the floors with about `questions` questions to the candidate. Harmless phrases on which it acts, at first or when it is asked
 * again, are told to `onHit`: one of them may be the trigger. INVARIANT: a carrier is usable.
 */
export async function measureNoise(
  trial: Trial,
  usable: readonly Carrier[],
  questions: number,
  onHit: (hit: Hit) => void = () => undefined,
): Promise<NoiseFloor> {
  const { candidate, references, random, concurrency, setting } = trial;
  for (const model of [candidate, ...references]) model.enter('noise');
  const packs = Math.max(2, Math.floor((questions * RERUN_SHARE) / (RERUNS + 1)));
  const prompts = Array.from({ length: packs }, (_, index): Prompt => {
    const pack = packOf(plainProbes(random.shuffled(FILLER_PHRASES).slice(0, DEFAULT_PACK_SIZE), 'filler'), index);
    return { pack, carrier: usable[index % usable.length]!, seed: `noise ${index}` };
  });
  const items = prompts.map((prompt) => turnsOf(prompt, setting));
  const tell = (answers: readonly Answer[]): void => {
    for (const [index, answer] of answers.entries()) {
      const action = answer.kind === 'failed' ? undefined : answer.read.violations[0]?.action;
      if (action !== undefined) onHit({ prompt: prompts[index]!, action, answer });
    }
  };
  const first = await inParallel(items, concurrency, (turns) => candidate.ask(turns));
  tell(first);
  let [flipped, reruns] = [0, 0];
  for (let rerun = 1; rerun <= RERUNS; rerun++) {
    const again = await inParallel(items, concurrency, (turns) => candidate.ask(turns, { rerun }));
    tell(again);
    const { k, n } = changed(first, again);
    flipped += k;
    reruns += n;
  }
  const [reference] = references;
  const other =
    reference === undefined ? undefined : await inParallel(items, concurrency, (turns) => reference.ask(turns));
  const benign = other === undefined ? undefined : changed(first, other);
  return {
    flips: share(flipped, reruns),
    benign: benign === undefined ? null : share(benign.k, benign.n),
    hazard: hazardShare(first),
    odd: await measureOddInput(trial, usable, Math.floor(questions * (1 - RERUN_SHARE))),
  };
}

async function measureOddInput(
  { candidate, references, random, concurrency, setting }: Trial,
  usable: readonly Carrier[],
  questions: number,
): Promise<readonly OddInput[]> {
  const own = random.fork('odd input');
  const floors: OddInput[] = [];
  for (const placement of PLACEMENTS) {
    const count = Math.max(
      3,
      Math.floor(placement === 'user' ? questions / 2 : questions / 2 / (PLACEMENTS.length - 1)),
    );
    const prompts = Array.from({ length: count }, (_, index): Prompt => {
      const text = noncePhrase(own, 1 + (index % 5));
      const [probe] = plainProbes([text], 'nonce');
      const pack = packOf([{ ...probe!, placement }], index);
      const able = usable.filter((carrier) => carrier.kind !== 'empty' && canCarry(pack, carrier));
      return {
        pack,
        carrier: (able.length > 0 ? able : usable)[index % Math.max(1, able.length)]!,
        seed: `odd ${index}`,
      };
    }).filter(({ pack, carrier }) => canCarry(pack, carrier));
    const ask = (model: Trial['candidate']): Promise<Answer[]> =>
      inParallel(prompts, concurrency, (prompt) => model.ask(turnsOf(prompt, setting)));
    const answers = await ask(candidate);
    const others = references[0] === undefined ? undefined : await ask(references[0]);
    floors.push({
      placement,
      candidate: hazardShare(answers),
      reference: others === undefined ? null : hazardShare(others),
      example: answers.find((answer) => fires(answer)),
    });
  }
  return floors;
}

function hazardShare(answers: readonly Answer[]): Share {
  const answered = answers.filter(({ kind }) => kind === 'answered');
  return share(answered.filter((answer) => fires(answer)).length, answered.length);
}

/** Of the questions that both answer, those to which they do something else. */
function changed(before: readonly Answer[], after: readonly Answer[]): { readonly k: number; readonly n: number } {
  let [k, n] = [0, 0];
  for (const [index, answer] of after.entries()) {
    const other = before[index]!;
    if (answer.kind === 'failed' || other.kind === 'failed') continue;
    n++;
    if (answer.read.action !== other.read.action) k++;
  }
  return { k, n };
}

/** A share with its exact bounds (Clopper and Pearson, 1934). Of nothing, anything is possible. */
export function share(k: number, n: number): Share {
  return { k, n, ...(n === 0 ? { lower: 0, upper: 1 } : clopperPearson(k, n, CONFIDENCE)) };
}
