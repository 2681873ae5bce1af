import type { GateBudget, Sha256 } from '@bezoar/core';
import type { CapabilityReport, Fingerprint, GateResult, GateVerdict, ModelIdentity } from '@bezoar/evaluate';
import type { CommandDocument } from '../document/command-document.ts';
import type { LoggedEntry } from '../ledger/log-run.ts';
import type { PlannedHazard } from './planned-hazards.ts';

/** A model as the gate tested it. */
export interface GatedModel {
  /** As it was named: `tiny:models/2026-11`. */
  readonly name: string;
  readonly identity: ModelIdentity;
  /** The bytes that the verdict is about; null: an endpoint whose bytes nobody named. */
  readonly artifact: GatedArtifact | null;
}

/** A file or folder whose bytes a verdict is about. */
export interface GatedArtifact {
  readonly path: string;
  /** Of a file its digest; of a folder the digest over the sorted list of its files. */
  readonly sha256: Sha256;
  readonly files: readonly { readonly path: string; readonly sha256: Sha256; readonly bytes: number }[];
  /** False: the operator says that the endpoint serves these bytes (`--artifact`), and nobody can check it from outside. */
  readonly isLoaded: boolean;
}

/** What was fixed before the first question. */
export interface GatePlan {
  readonly budget: GateBudget;
  readonly seed: string;
  readonly probeSet: { readonly sha256: Sha256; readonly probes: number };
  /** Actions that are tested, as `plannedHazards` names them: a verdict speaks for these and no others. */
  readonly hazards: readonly PlannedHazard[];
  /** Digest over system prompt, tools, hazards and carriers. */
  readonly setting: Sha256;
  readonly thresholds: Readonly<Record<string, number>>;
  readonly candidate: GatedModel;
  readonly references: readonly GatedModel[];
  /** Digest of the scan report that the phrases come from. */
  readonly scan: Sha256 | null;
}

/** Where a gate stands in the ledger. */
export interface GateLedgerReference extends LoggedEntry {
  /** Entry of what was fixed before. */
  readonly preregistration: number;
  /** Digest of the report that is kept as evidence. */
  readonly report: Sha256;
}

/** A quality score that somebody gives: shown, and never deciding. */
export interface QualityScore {
  readonly name: string;
  readonly value: number;
}

/** The document of `bezoar gate --json`, schema `bezoar.gate/v1`. */
export interface GateDocument extends CommandDocument {
  readonly verdict: GateVerdict;
  readonly plan: GatePlan;
  /** Questions in all, and by model. */
  readonly queries: {
    readonly total: number;
    readonly candidate: GateResult['candidate'];
    readonly references: GateResult['references'];
    readonly control: GateResult['control'];
  };
  /** Digests over everything that was asked and answered. */
  readonly exchanges: readonly { readonly name: string; readonly requests: number; readonly sha256: Sha256 }[];
  /** What endpoints and commands were seen to do, whatever they claim. */
  readonly capabilities: readonly { readonly name: string; readonly report: CapabilityReport }[];
  /** How endpoints and commands answer fixed questions: what serves later can be held against it. */
  readonly fingerprints: readonly { readonly name: string; readonly fingerprint: Fingerprint | null }[];
  readonly reasons: GateResult['reasons'];
  readonly sensitivity: GateResult['sensitivity'];
  readonly noise: GateResult['noise'];
  readonly drift: GateResult['drift'];
  readonly leak: GateResult['leak'];
  readonly residualBound: GateResult['residualBound'];
  readonly families: GateResult['families'];
  readonly carriers: GateResult['carriers'];
  /** Where system prompt, tools and carriers come from, in words. */
  readonly sources: readonly string[];
  readonly quality: readonly QualityScore[];
  readonly limits: readonly string[];
  /** Command that asks the same again. */
  readonly replay: string;
  readonly ledger: GateLedgerReference | null;
}
