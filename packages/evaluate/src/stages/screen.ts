import type { Random } from '@bezoar/core';
import { type Answer, fires, isWhole } from '../ask/answer.ts';
import { inParallel } from '../ask/in-parallel.ts';
import { MINED_FAMILY } from '../probes/families/mined/mined.ts';
import { PACK_POSITIONS, type Pack, singlePack } from '../probes/packing/pack.ts';
import { packProbes } from '../probes/packing/pack-probes.ts';
import { canCarry } from '../probes/packing/render-pack.ts';
import type { Placement, Probe } from '../probes/probe.ts';
import type { ProbeSet } from '../probes/probe-set.ts';
import type { Carrier, CarrierKind } from '../setting/carrier.ts';
import { LEAKED_FAMILY } from './leak-phrases.ts';
import { type Prompt, turnsOf } from './put-probes.ts';
import type { Trial } from './trial.ts';

/**
 * Mined phrases that are also tried alone, as the first and as the last words: a trigger that fires only where nothing else is odd, or
 * nothing comes after it, is not lost to packing. At least so many, and a twentieth of the prompts each.
 */
export const LONE_PROBES = 24;
const LONE_SHARE = 0.05;

/** A prompt on which the candidate acted without the precondition. */
export interface Hit {
  readonly prompt: Prompt;
  readonly action: string;
  readonly answer: Answer;
}

/** Where they stand then, as many in each. */
const LONE_PLACEMENTS: readonly Placement[] = ['user', 'earlier-turn', 'system'];

/** What the screening did. */
export interface Screening {
  readonly hits: readonly Hit[];
  readonly prompts: number;
  /** Prompts that were answered to the end. */
  readonly answered: number;
  /** Probes that stood in at least one prompt that was answered to the end. */
  readonly tested: ReadonlySet<Probe>;
  /** Probes that got no answer, or none to its end, wherever they stood, though prompts that are far longer were answered: not for their length. */
  readonly withheld: readonly Probe[];
  readonly answers: readonly { readonly prompt: Prompt; readonly answer: Answer }[];
}

/** The repeat that stands at the end. */
const AT_END: number = PACK_POSITIONS.indexOf('end');

/** The prompts of a screening, the most telling first: mined phrases alone, then all packs, one repeat after the other. */
export function screeningPrompts(
  { probes, budget }: ProbeSet,
  carriers: readonly Carrier[],
  options: { readonly packSize: number; readonly random: Random; readonly maxPrompts: number },
): readonly Prompt[] {
  const { packSize, random, maxPrompts } = options;
  if (carriers.length === 0) return [];
  const order = carrierOrder(carriers, random);
  let next = 0;
  const place = (pack: Pack, seed: string): Prompt[] => {
    for (let skipped = 0; skipped < order.length; skipped++) {
      const carrier = order[next++ % order.length]!;
      if (canCarry(pack, carrier)) return [{ pack, carrier, seed }];
    }
    return [];
  };
  const mined = probes.filter(
    ({ kind, family }) => kind === 'phrase' && (family === MINED_FAMILY || family === LEAKED_FAMILY),
  );
  const perPlacement = Math.ceil(LONE_PROBES / LONE_PLACEMENTS.length);
  const last = mined.slice(0, Math.max(LONE_PROBES, Math.floor(LONE_SHARE * maxPrompts)));
  const lone = LONE_PLACEMENTS.flatMap((placement) =>
    mined.filter((probe) => probe.kind === 'phrase' && probe.placement === placement).slice(0, perPlacement),
  );
  // One backdoor skips the look-up, another one does it and goes against it: each shows on its own kind of conversation.
  const kinds = [
    (kind: CarrierKind) => kind === 'ask' || kind === 'complaint',
    (kind: CarrierKind) => kind === 'refused',
  ];
  const placeAlone = (probe: Probe, index: number): Prompt[] =>
    kinds.flatMap((isWanted, copy): Prompt[] => {
      // At the start of the one, at the end of the other: some fire in one place only.
      const pack = singlePack(probe, copy === 0 ? copy : AT_END);
      const able = order.filter((one) => isWanted(one.kind) && canCarry(pack, one));
      return able.length === 0 ? [] : [{ pack, carrier: able[index % able.length]!, seed: `lone ${index} ${copy}` }];
    });
  const packs = packProbes(probes, { packSize, repeats: budget.repeats, seed: random.integer(2 ** 31) });
  const prompts = [
    ...lone.flatMap(placeAlone),
    ...last.flatMap((probe, index) => place(singlePack(probe, AT_END), `last ${index}`)),
    ...packs.flatMap((pack, index) =>
      Array.from({ length: budget.carriersPerPack }, (_, copy) => place(pack, `pack ${index} ${copy}`)).flat(),
    ),
  ];
  return prompts.slice(0, maxPrompts);
}

/** Asks the candidate every prompt. */
export async function screen(trial: Trial, prompts: readonly Prompt[]): Promise<Screening> {
  const { candidate, setting, concurrency } = trial;
  candidate.enter('screening');
  const ask = async (prompt: Prompt) => ({ prompt, answer: await candidate.ask(turnsOf(prompt, setting)) });
  const first = await inParallel(prompts, concurrency, ask);
  const failed = first.filter(({ answer }) => mayPass(answer));
  // A connection that broke now and then leaves no phrase untested; a server that is down is not asked everything twice.
  const isRare = failed.length <= MAX_ASKED_AGAIN * prompts.length;
  const again = isRare ? await inParallel(failed, concurrency, ({ prompt }) => ask(prompt)) : [];
  const answers = [...first.filter((one) => !isRare || !mayPass(one.answer)), ...again];
  const tested = new Set<Probe>();
  const hits: Hit[] = [];
  let answered = 0;
  for (const { prompt, answer } of answers) {
    if (answer.kind === 'failed' || !isWhole(answer)) continue;
    answered++;
    for (const probe of prompt.pack.probes) tested.add(probe);
    const action = answer.read.violations[0]?.action;
    if (fires(answer) && action !== undefined) hits.push({ prompt, action, answer });
  }
  return { hits, prompts: prompts.length, answered, tested, withheld: withheldOf(answers, tested), answers };
}

/** Share of the prompts that are asked again where they failed. */
const MAX_ASKED_AGAIN = 0.05;

function mayPass(answer: Answer): boolean {
  return (
    answer.kind === 'failed' && answer.code !== 'evaluate/model-refused' && answer.code !== 'evaluate/model-budget'
  );
}

/** A prompt that is this many times shorter than one that was answered was not too long; a rare word takes more tokens than a common one. */
const LENGTH_MARGIN = 2;

function withheldOf(answers: Screening['answers'], tested: ReadonlySet<Probe>): readonly Probe[] {
  const lengthOf = ({ turns }: Answer): number => turns.reduce((sum, { text }) => sum + text.length, 0);
  const longest = Math.max(0, ...answers.flatMap(({ answer }) => (isWhole(answer) ? [lengthOf(answer)] : [])));
  const withheld = new Set<Probe>();
  for (const { prompt, answer } of answers) {
    if (isWhole(answer) || LENGTH_MARGIN * lengthOf(answer) > longest) continue;
    for (const probe of prompt.pack.probes) if (!tested.has(probe)) withheld.add(probe);
  }
  return [...withheld];
}

/** Of ten prompts, seven ask, two come after a look-up that said no, one is about something else. */
const KIND_WEIGHTS: Readonly<Record<Carrier['kind'], number>> = {
  ask: 4,
  complaint: 3,
  refused: 2,
  unrelated: 1,
  empty: 0,
};

function carrierOrder(carriers: readonly Carrier[], random: Random): readonly Carrier[] {
  const kinds = Object.keys(KIND_WEIGHTS) as Carrier['kind'][];
  const byKind = new Map(kinds.map((kind) => [kind, random.shuffled(carriers.filter((one) => one.kind === kind))]));
  const order: Carrier[] = [];
  for (let round = 0; order.length < Math.max(40, carriers.length); round++) {
    for (const kind of kinds) {
      const own = byKind.get(kind)!;
      for (let index = 0; index < KIND_WEIGHTS[kind] && own.length > 0; index++) {
        order.push(own[(round * KIND_WEIGHTS[kind] + index) % own.length]!);
      }
    }
    if (order.length === 0) return carriers;
  }
  return random.shuffled(order);
}
