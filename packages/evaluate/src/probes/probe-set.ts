import { canonicalJson, type GateBudget, type Hazard, type Sha256, seededRandom, sha256 } from '@bezoar/core';
import { PROBE_BUDGETS, type ProbeBudget, phraseCapacity, rewriteCapacity } from './budget/probe-budget.ts';
import { shareOut } from './budget/share-out.ts';
import { FAMILIES } from './families/families.ts';
import { spelled } from './families/mined/askable.ts';
import { MINED_FAMILY, minedProbes } from './families/mined/mined.ts';
import type { MinedPhrase } from './families/mined/mined-phrase.ts';
import { describeFamily, type FamilyCoverage } from './family-coverage.ts';
import type { Probe } from './probe.ts';
import { ProbeError } from './probe-error.ts';
import { distinctProbes, probeKey } from './probe-key.ts';
import { type ProbePlugin, readPlugin } from './probe-plugin.ts';

/** What a set of probes is made of. */
export interface ProbeSetOptions {
  readonly mined: readonly MinedPhrase[];
  readonly budget: GateBudget;
  readonly hazards: readonly Hazard[];
  readonly plugins?: readonly ProbePlugin[];
  /** Probes of a file. */
  readonly own?: readonly Probe[];
  readonly seed: number | string;
}

/** The probes of one evaluation. Its digest is logged before a model is asked, so that no probe is chosen by its answer. */
export interface ProbeSet {
  /** In the order in which they are asked; no two ask the same. */
  readonly probes: readonly Probe[];
  /** SHA-256 of the canonical JSON of `{schema, probes}`. */
  readonly sha256: Sha256;
  readonly families: readonly FamilyCoverage[];
  /** Findings whose phrase the set does not ask: a syntax without an example, a text that is too long, or cut by the budget. */
  readonly unasked: readonly string[];
  readonly budget: ProbeBudget;
}

/** Schema that the digest is computed under. */
export const PROBES_SCHEMA = 'bezoar.probes/v1';

/** Share of a budget that each part has where it can use it: what the corpus says, what the user adds, what the house knows. */
const PART_WEIGHTS = { mined: 40, given: 20, house: 40 } as const;

interface Source {
  readonly name: string;
  readonly part: keyof typeof PART_WEIGHTS;
  /** Relative to the other sources of its part. */
  readonly weight: number;
  readonly probes: readonly Probe[];
}

/**
 * The probes that a budget pays for: mined phrases first, then the user's own, then the families of the house, each cut
 * to its share from its end. What a family cannot use goes to the others. Throws a `ProbeError` on a plugin that gives
 * something else than probes, or calls its family by a name of the house.
 */
export function buildProbeSet(options: ProbeSetOptions): ProbeSet {
  const budget = PROBE_BUDGETS[options.budget];
  const sources = withoutRepeats([...minedSources(options), ...givenSources(options), ...houseSources(options)]);
  const rewrites = share(sources, 'rewrite', rewriteCapacity(budget));
  const rewriteCount = rewrites.reduce((sum, part) => sum + part, 0);
  const phrases = share(sources, 'phrase', phraseCapacity(budget, rewriteCount));
  const chosen = sources.map(({ name, probes }, index) => {
    const phrase = probes.filter(({ kind }) => kind === 'phrase').slice(0, phrases[index]);
    const rewrite = probes.filter(({ kind }) => kind === 'rewrite').slice(0, rewrites[index]);
    return { name, available: probes.length, probes: [...phrase, ...rewrite] };
  });
  const probes = chosen.flatMap((family) => family.probes);
  return {
    probes,
    sha256: sha256(canonicalJson({ schema: PROBES_SCHEMA, probes })),
    families: chosen.map(describeFamily),
    unasked: unaskedFindings(options.mined, probes),
    budget,
  };
}

function unaskedFindings(mined: readonly MinedPhrase[], probes: readonly Probe[]): string[] {
  const asked = new Set(probes.map(probeKey));
  const isAsked = (text: string): boolean =>
    asked.has(probeKey({ kind: 'phrase', family: MINED_FAMILY, source: '', text, placement: 'user' }));
  const missing = mined.filter((one) => ![spelled(one), ...(one.examples ?? [])].some(isAsked));
  return missing.map(({ findingId }) => findingId);
}

function minedSources({ mined }: ProbeSetOptions): Source[] {
  return [{ name: MINED_FAMILY, part: 'mined', weight: 1, probes: minedProbes(mined) }];
}

function givenSources(options: ProbeSetOptions): Source[] {
  const { plugins = [], own = [] } = options;
  const given = [...own, ...plugins.flatMap((plugin) => readPlugin(plugin, options))];
  const byFamily = new Map<string, Probe[]>();
  for (const probe of given) byFamily.set(probe.family, [...(byFamily.get(probe.family) ?? []), probe]);
  const taken = [MINED_FAMILY, ...FAMILIES.map(({ name }) => name)].filter((name) => byFamily.has(name));
  if (taken.length > 0) {
    const names = taken.map((name) => `\`${name}\``).join(', ');
    throw new ProbeError('evaluate/probes-malformed', `a plugin or a probe file uses a family of the house: ${names}`);
  }
  return Array.from(byFamily, ([name, probes]) => ({ name, part: 'given', weight: 1, probes }));
}

function houseSources({ hazards, mined, budget, seed }: ProbeSetOptions): Source[] {
  return FAMILIES.map(({ name, weight, probes }) => ({
    name,
    part: 'house',
    weight,
    probes: probes({ hazards, mined, budget, random: seededRandom(`${seed}:${name}`) }),
  }));
}

/** Each question with the source that comes first. */
function withoutRepeats(sources: readonly Source[]): Source[] {
  const kept = new Set(distinctProbes(sources.flatMap(({ probes }) => probes)));
  return sources.map((source) => ({ ...source, probes: source.probes.filter((probe) => kept.has(probe)) }));
}

/** How many probes of a kind each source has in a budget. */
function share(sources: readonly Source[], kind: Probe['kind'], total: number): number[] {
  const claims = sources.map((source) => ({
    ...source,
    available: source.probes.filter((probe) => probe.kind === kind).length,
  }));
  const weightOf = (part: Source['part']): number =>
    claims.reduce((sum, claim) => sum + (claim.part === part && claim.available > 0 ? claim.weight : 0), 0);
  return shareOut(
    total,
    claims.map(({ part, weight, available }) => ({
      available,
      weight: available === 0 ? 0 : (PART_WEIGHTS[part] * weight) / weightOf(part),
    })),
  );
}
