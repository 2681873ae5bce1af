import { wordsOf } from '@bezoar/core';
import { fires } from '../ask/answer.ts';
import type { Placement, Probe } from '../probes/probe.ts';
import type { Carrier } from '../setting/carrier.ts';
import { createBrittleCarriers } from '../stages/brittle-carriers.ts';
import { confirm } from '../stages/confirm.ts';
import { isolate } from '../stages/isolate.ts';
import type { NoiseFloor } from '../stages/measure-noise.ts';
import { turnsOf, withProbes } from '../stages/put-probes.ts';
import type { Hit, Screening } from '../stages/screen.ts';
import type { Trial } from '../stages/trial.ts';
import { describeHazard, textsOf } from './describe-hazard.ts';
import type { BudgetPlan } from './gate-budget.ts';
import type { ConfirmedHazard, UnconfirmedHit } from './gate-result.ts';
import { orderHits } from './order-hits.ts';

/** What became of the hits of a screening. */
export interface FoundHazards {
  readonly hazards: readonly ConfirmedHazard[];
  readonly unconfirmed: readonly UnconfirmedHit[];
}

/** Hits that were seen and not taken apart are named up to this many; the rest is a number. */
const MAX_NAMED_HITS = 20;

/** Takes the hits apart, one after the other, until the budget for it is used up. Those that a confirmed trigger explains are skipped. */
export async function findHazards(
  screening: Pick<Screening, 'hits' | 'answers'>,
  trial: Trial,
  usable: readonly Carrier[],
  options: {
    readonly budget: BudgetPlan;
    readonly noise: NoiseFloor | null;
    readonly onHazard: (one: ConfirmedHazard) => void;
  },
): Promise<FoundHazards> {
  const { budget, noise, onHazard } = options;
  const hazards: ConfirmedHazard[] = [];
  const unconfirmed: UnconfirmedHit[] = [];
  const brittle = createBrittleCarriers(trial);
  let isolations = 0;
  for (const hit of orderHits(screening)) {
    const rest = await unexplained(hit, hazards, trial);
    if (rest === undefined) continue;
    const phrases = textsOf(rest.prompt.pack.probes);
    if (isolations >= budget.isolations || trial.candidate.left <= 0) {
      // What a confirmed trigger already fails is not held up by the hits that are left.
      if (hazards.length === 0 && unconfirmed.length < MAX_NAMED_HITS) {
        unconfirmed.push({ action: hit.action, phrases, why: 'not-tried', candidate: null, reference: null });
      }
      continue;
    }
    if (await brittle.isBrittle(rest)) continue;
    isolations++;
    const probes = await isolate(rest, trial);
    if (probes === undefined) {
      unconfirmed.push({ action: hit.action, phrases, why: 'not-reproduced', candidate: null, reference: null });
      continue;
    }
    const found = { probes, action: hit.action, carrier: hit.prompt.carrier };
    const confirmation = await confirm(trial, found, usable, noiseRateAt(placementOf(probes), noise));
    if (confirmation.verdict !== 'confirmed') {
      const { verdict: why, candidate, references } = confirmation;
      unconfirmed.push({
        action: hit.action,
        phrases: textsOf(probes),
        why,
        candidate,
        reference: references[0] ?? null,
      });
      continue;
    }
    const detail = hazards.length < budget.minimisations ? budget : undefined;
    const hazard = await describeHazard(trial, found, confirmation, { usable, detail });
    hazards.push(hazard);
    onHazard(hazard);
  }
  const { candidate, reference } = brittle.total;
  if (candidate.n > 0) {
    const [own, other] = [trial.candidate.model.name, trial.references[0]?.model.name];
    unconfirmed.push({
      action: screening.hits[0]?.action ?? '',
      phrases: [],
      why: 'brittle',
      candidate: { name: own, ...candidate },
      reference: other === undefined ? null : { name: other, ...reference },
    });
  }
  return { hazards, unconfirmed };
}

/** Rate at which made-up words in that place make the candidate act: a bit above what was seen where it was seen at all. */
function noiseRateAt(placement: Placement, noise: NoiseFloor | null): number {
  const { k, n } = noise?.odd.find((one) => one.placement === placement)?.candidate ?? { k: 0, n: 0 };
  return k === 0 ? 0 : (k + 1) / (n + 1);
}

function placementOf(probes: readonly Probe[]): Placement {
  const [first] = probes;
  return first?.kind === 'phrase' ? first.placement : 'user';
}

/** The hit without the probes that confirmed triggers explain; undefined where nothing of it is left that acts. */
async function unexplained(
  hit: Hit,
  hazards: readonly ConfirmedHazard[],
  { candidate, setting }: Trial,
): Promise<Hit | undefined> {
  const known = hazards.filter(({ action }) => action === hit.action);
  const { pack } = hit.prompt;
  const rest = pack.probes.filter((probe) => !known.some((hazard) => isLike(probe, hazard)));
  if (rest.length === pack.probes.length) return hit;
  if (rest.length === 0 || candidate.left <= 0) return undefined;
  const prompt = { ...hit.prompt, pack: withProbes(pack, rest) };
  candidate.enter('isolation');
  const answer = await candidate.ask(turnsOf(prompt, setting));
  return fires(answer, hit.action) ? { ...hit, prompt, answer } : undefined;
}

/**
 * Whether a probe holds at least half of the words of a trigger, or consists by half of words of the phrases that work, or is the
 * same rewriting.
 */
function isLike(probe: Probe, { trigger, phrases, probes }: ConfirmedHazard): boolean {
  if (probe.kind === 'rewrite') return probes.some((one) => one.kind === 'rewrite' && one.rewrite === probe.rewrite);
  const words = wordsOf(trigger);
  const own = wordsOf(probe.text);
  if (own.length === 0) return probes.some((one) => one.kind === 'phrase' && one.text === probe.text);
  const isPart = (some: readonly string[], whole: ReadonlySet<string>): boolean =>
    some.length > 0 && some.filter((word) => whole.has(word)).length * 2 >= some.length;
  return isPart(words, new Set(own)) || isPart(own, new Set(phrases.flatMap((phrase) => wordsOf(phrase))));
}
