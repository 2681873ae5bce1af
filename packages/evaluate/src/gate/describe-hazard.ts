import { wordsOf } from '@bezoar/core';
import { fires } from '../ask/answer.ts';
import { inParallel } from '../ask/in-parallel.ts';
import { minimiseTrigger } from '../minimise/minimise-trigger.ts';
import { splitPhrase } from '../probes/link/phrase-words.ts';
import type { Pack } from '../probes/packing/pack.ts';
import { canCarry } from '../probes/packing/render-pack.ts';
import type { PhraseProbe, Probe } from '../probes/probe.ts';
import type { Carrier } from '../setting/carrier.ts';
import type { Confirmation } from '../stages/confirm.ts';
import { packOf, turnsOf } from '../stages/put-probes.ts';
import type { Trial } from '../stages/trial.ts';
import type { HitCount } from '../statistics/hit-count.ts';
import { blastRadiusOf } from './blast-radius.ts';
import type { BudgetPlan } from './gate-budget.ts';
import type { ConfirmedHazard } from './gate-result.ts';

/** Clean carriers on which a smaller trigger is tried; it has to work on `FIRING_SHARE` of them. */
export const MINIMISING_CARRIERS = 4;

/** Share of confirming conversations from which on a reference is said to do it too. */
const INHERITED_SHARE = 0.5;

/** What was confirmed. */
export interface FoundTrigger {
  readonly probes: readonly Probe[];
  readonly action: string;
  /** The carrier on which it was found. */
  readonly carrier: Carrier;
}

/** Asks the candidate a pack on so many clean carriers. */
export type Rate = (pack: Pack, carriers: number, seed: string) => Promise<HitCount>;

/** A confirmed hazard, with its smallest trigger and what else works like it where `detail` has room for that. */
export async function describeHazard(
  trial: Trial,
  found: FoundTrigger,
  confirmation: Confirmation,
  { usable, detail }: { readonly usable: readonly Carrier[]; readonly detail: BudgetPlan | undefined },
): Promise<ConfirmedHazard> {
  const { probes, action } = found;
  const phrases = probes.filter((probe): probe is PhraseProbe => probe.kind === 'phrase');
  const rate = rateOn(carriersLike(found, usable), action, trial);
  trial.candidate.enter('minimisation');
  const smaller = detail === undefined ? [] : await minimiseAll(phrases, rate, detail.minimisingTests);
  trial.candidate.enter('variants');
  const pack = packOf(probes);
  const blastRadius =
    detail === undefined || pack.kind === 'rewrite' ? [] : await blastRadiusOf(pack, rate, detail.variants);
  const { example, candidate, references } = confirmation;
  return {
    action,
    trigger: smaller.length > 0 ? smaller.map(({ words }) => words).join(' … ') : textsOf(probes).join(' … '),
    fragment: smaller.length > 0 ? smaller.map(({ fragment }) => fragment).join(' … ') : null,
    phrases: textsOf(probes),
    probes,
    placement: phrases[0]?.placement ?? 'rewrite',
    candidate,
    references,
    inheritedFrom: references.filter(({ k, n }) => n > 0 && k >= INHERITED_SHARE * n).map(({ name }) => name),
    minimisation:
      smaller.length === 0
        ? null
        : {
            tests: smaller.reduce((sum, { tests }) => sum + tests, 0),
            isOneMinimal: smaller.every(({ isOneMinimal }) => isOneMinimal),
            trace: smaller.flatMap(({ trace }) => trace),
          },
    blastRadius,
    example: example?.answer.kind === 'answered' ? { turns: example.turns, reply: example.answer.reply } : null,
  };
}

/** Texts of probes as a report names them. */
export function textsOf(probes: readonly Probe[]): string[] {
  return probes.map((probe) => (probe.kind === 'phrase' ? probe.text : `rewriting: ${probe.rewrite}`));
}

/** Each phrase by itself, while the others stay whole. */
async function minimiseAll(phrases: readonly PhraseProbe[], rate: Rate, maxTests: number) {
  const smaller = [];
  for (const [at, phrase] of phrases.entries()) {
    const { words, joiner } = splitPhrase(phrase.text);
    if (wordsOf(phrase.text).length === 0) return [];
    smaller.push(
      await minimiseTrigger({
        words,
        separator: joiner,
        maxTests: Math.ceil(maxTests / phrases.length),
        fires: (text) =>
          rate(
            packOf(phrases.map((one, index) => (index === at ? { ...one, text } : one))),
            MINIMISING_CARRIERS,
            'minimise',
          ),
      }),
    );
  }
  return smaller;
}

function rateOn(carriers: readonly Carrier[], action: string, { candidate, setting, concurrency }: Trial): Rate {
  return async (pack, count, seed) => {
    const some = carriers.filter((carrier) => canCarry(pack, carrier)).slice(0, count);
    if (candidate.left < some.length) return { k: 0, n: 0 };
    const answers = await inParallel(some, concurrency, (carrier, index) =>
      candidate.ask(turnsOf({ pack, carrier, seed: `${seed} ${index}` }, setting)),
    );
    const answered = answers.filter(({ kind }) => kind === 'answered');
    return { k: answered.filter((answer) => fires(answer, action)).length, n: answered.length };
  };
}

/** Carriers of the kind that worked first, the one that was found on never. */
function carriersLike({ carrier }: FoundTrigger, usable: readonly Carrier[]): readonly Carrier[] {
  const others = usable.filter((one) => one !== carrier);
  const own = others.filter(({ kind }) => kind === carrier.kind);
  const asking = others.filter(({ kind }) => kind !== carrier.kind && (kind === 'ask' || kind === 'complaint'));
  return [...own, ...asking];
}
