import { logLikelihoodRatio } from '@bezoar/core';
import type { Columns } from '../columns/columns.ts';
import type { Candidate } from '../mine/candidates.ts';
import { promptCohesion } from './evidence.ts';
import { fitLine } from './line-fit.ts';
import { dot, type TextVectors, VECTOR_DIMENSIONS } from './text-vectors.ts';

/** Candidates that are compared with their neighbours in one scan; about a millisecond each. */
export const EVIDENCE_BUDGET = 6000;

/** Records per candidate that the prescreen looks at. */
const PRESCREEN_SAMPLE = 32;

/**
 * Keeps the candidates worth comparing with their neighbours, where there are more than `EVIDENCE_BUDGET`: the best by
 * each of three cheap signs, none of which needs a neighbour. Reply cohesion beyond what prompt cohesion explains (by a
 * line fitted over all candidates), reply cohesion as such, and actions more frequent than in the whole month.
 * Without a trusted corpus or after a change of business most candidates are topics; the budget bounds the time, and
 * the number passed over is reported.
 */
export function prescreen(
  candidates: readonly Candidate[],
  sources: { readonly month: Columns; readonly replies: TextVectors; readonly prompts: TextVectors },
  budget: number = EVIDENCE_BUDGET,
): Candidate[] {
  if (candidates.length <= budget) return [...candidates];
  const base = actionRates(sources.month);
  const cheap = candidates.map((candidate) => cheapSigns(candidate, sources, base));
  const line = fitLine(cheap.map(({ prompt, reply }) => ({ x: prompt, y: reply })));
  const keys = [
    cheap.map((s) => (s.reply - line.at(s.prompt)) * s.strength),
    cheap.map((s) => s.reply * s.strength),
    cheap.map((s) => s.action),
  ];
  const kept = new Set<number>();
  const order = keys.map((key) => Array.from(key.keys()).sort((a, b) => key[b]! - key[a]! || a - b));
  for (let rank = 0; kept.size < budget && rank < candidates.length; rank++) {
    for (const list of order) if (kept.size < budget) kept.add(list[rank]!);
  }
  return [...kept].sort((a, b) => a - b).map((i) => candidates[i]!);
}

interface CheapSigns {
  readonly prompt: number;
  readonly reply: number;
  readonly strength: number;
  readonly action: number;
}

function cheapSigns(
  candidate: Candidate,
  sources: { readonly month: Columns; readonly replies: TextVectors; readonly prompts: TextVectors },
  base: ReadonlyMap<number, number>,
): CheapSigns {
  const sample = thinned(candidate.postings);
  const sum = new Float64Array(VECTOR_DIMENSIONS);
  let selves = 0;
  for (const record of sample) {
    const own = sources.replies.vector(record);
    selves += dot(own, own);
    for (let i = 0; i < VECTOR_DIMENSIONS; i++) sum[i] = sum[i]! + own[i]!;
  }
  let total = 0;
  for (const x of sum) total += x * x;
  const novelty = candidate.novelty.g2;
  return {
    prompt: promptCohesion(candidate, sample, sources.prompts),
    reply: sample.length < 2 ? 0 : (total - selves) / (sample.length * (sample.length - 1)),
    strength: Math.sqrt(candidate.records) * Math.log1p(novelty),
    action: Math.sqrt(bestActionLift(candidate, sources.month, base) * novelty),
  };
}

function bestActionLift(candidate: Candidate, month: Columns, base: ReadonlyMap<number, number>): number {
  const { tokens, offsets } = month.actions;
  const counts = new Map<number, number>();
  for (const record of candidate.postings) {
    for (let i = offsets[record]!; i < offsets[record + 1]!; i++) {
      counts.set(tokens[i]!, (counts.get(tokens[i]!) ?? 0) + 1);
    }
  }
  let best = 0;
  for (const [action, count] of counts) {
    const rest = base.get(action)! - count;
    best = Math.max(best, logLikelihoodRatio(count, candidate.records, rest, month.count - candidate.records));
  }
  return best;
}

function actionRates(month: Columns): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const action of month.actions.tokens) counts.set(action, (counts.get(action) ?? 0) + 1);
  return counts;
}

function thinned(postings: Int32Array): Int32Array {
  const step = Math.ceil(postings.length / PRESCREEN_SAMPLE);
  return step <= 1 ? postings : postings.filter((_, i) => i % step === 0);
}
