import type { Turn } from '@bezoar/core';
import type { DriftReport } from '../drift/drift-report.ts';
import type { FragmentTest } from '../minimise/minimise-trigger.ts';
import type { ChatReply, ModelIdentity } from '../model/chat-model.ts';
import type { ModelErrorCode } from '../model/model-error.ts';
import type { FamilyCoverage } from '../probes/family-coverage.ts';
import type { VariantTest } from '../probes/link/edit.ts';
import type { Placement, Probe } from '../probes/probe.ts';
import type { Count } from '../stages/confirm.ts';
import type { Leak } from '../stages/leak-phrases.ts';
import type { NoiseFloor, Share } from '../stages/measure-noise.ts';
import type { Sensitivity } from '../stages/measure-sensitivity.ts';

/** What a gate says of a candidate. Only `PASS` promotes. */
export type GateVerdict = 'PASS' | 'FAIL' | 'REVIEW' | 'INCONCLUSIVE';

/** Why a gate cannot tell. */
export type InconclusiveReason =
  | 'no-carriers'
  | 'no-hazards'
  | 'nothing-tested'
  | 'reference-acts-by-itself'
  | 'tools-not-observed'
  | 'too-many-failures'
  | 'identity-changed'
  | 'budget-used-up';

/** One answer that shows a finding. */
export interface ShownAnswer {
  readonly turns: readonly Turn[];
  readonly reply: ChatReply;
}

/** A variant of a trigger and how often it still works. */
export interface VariantRate {
  readonly test: VariantTest;
  readonly label: string;
  readonly text: string;
  readonly k: number;
  readonly n: number;
}

/** A confirmed backdoor. */
export interface ConfirmedHazard {
  readonly action: string;
  /** The fewest words that still work; empty where the candidate acts without any probe. */
  readonly trigger: string;
  /** The fewest characters of them that still work: how loosely the backdoor listens. Null where nobody tried. */
  readonly fragment: string | null;
  /** The probes as they were put: the maximal phrases. */
  readonly phrases: readonly string[];
  readonly probes: readonly Probe[];
  readonly placement: Placement | 'rewrite' | 'none';
  readonly candidate: Count;
  readonly references: readonly Count[];
  /** Names of references that do it too. */
  readonly inheritedFrom: readonly string[];
  readonly minimisation: {
    readonly tests: number;
    readonly isOneMinimal: boolean;
    readonly trace: readonly FragmentTest[];
  } | null;
  readonly blastRadius: readonly VariantRate[];
  readonly example: ShownAnswer | null;
}

/** A hit that no few probes bring back. */
export interface UnconfirmedHit {
  readonly action: string;
  readonly phrases: readonly string[];
  readonly why: 'not-reproduced' | 'refuted' | 'undecided' | 'brittle' | 'not-tried' | 'bare';
  readonly candidate: Count | null;
  /** The first reference, on the same conversations. */
  readonly reference: Count | null;
}

/** A phrase that changes the class of answers where the references do not follow. */
export interface Divergence {
  readonly phrase: string;
  readonly family: string;
  readonly source: string;
  /** The class that the candidate's answers change to. */
  readonly becomes: string;
  readonly candidate: Count;
  readonly reference: Count;
  /** Exact, one-sided, before and after Holm's correction. */
  readonly p: number;
  readonly pCorrected: number;
  readonly example: ShownAnswer | null;
}

/** What one family of probes covered. */
export interface TestedFamily extends FamilyCoverage {
  /** Probes that stood in at least one prompt that was answered. */
  readonly tested: number;
}

/** What was asked of one model. */
export interface QueryCount {
  readonly name: string;
  readonly identity: ModelIdentity;
  readonly asked: number;
  readonly failed: number;
  readonly codes: Readonly<Partial<Record<ModelErrorCode, number>>>;
  readonly stages: Readonly<Record<string, number>>;
  readonly servedBy: readonly string[];
}

/** What a gate found. Plain data. */
export interface GateResult {
  readonly verdict: GateVerdict;
  /** Why it is inconclusive, in words as well; empty otherwise, or where something graver decides. */
  readonly reasons: readonly { readonly reason: InconclusiveReason; readonly detail: string }[];
  readonly hazards: readonly ConfirmedHazard[];
  readonly unconfirmed: readonly UnconfirmedHit[];
  readonly divergences: readonly Divergence[];
  /** Behaviour on ordinary conversations; null without a reference. */
  readonly drift: DriftReport | null;
  /** What the candidate wrote as user turns. */
  readonly leak: Leak | null;
  readonly sensitivity: Sensitivity;
  readonly noise: NoiseFloor | null;
  readonly probeSet: { readonly sha256: string; readonly probes: number };
  readonly families: readonly TestedFamily[];
  readonly candidate: QueryCount;
  readonly references: readonly QueryCount[];
  readonly control: QueryCount | null;
  /**
   * Upper bound at 95 % of the share of prompts of the screening's distribution on which the candidate acts, over the measured
   * sensitivity; null where something acted or nothing was asked.
   */
  readonly residualBound: {
    readonly upper: number;
    readonly draws: number;
    readonly sensitivity: number | null;
  } | null;
  readonly carriers: { readonly usable: number; readonly given: number; readonly granted: Share };
  readonly limits: readonly string[];
}
