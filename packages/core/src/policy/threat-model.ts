import type { Sha256 } from '../digest.ts';
import type { ActionsPolicy } from './action-policy.ts';
import type { ControlId } from './controls.ts';
import type { CorpusPolicy } from './corpus-policy.ts';
import type { GuardControls } from './guard-policy.ts';
import type { ThreatId } from './threats.ts';

/** Who a threat model is for; decides what `bezoar init` turns on first. */
export const PROFILES = ['fine-tuner', 'open-weights', 'api-consumer', 'agent'] as const;

/** One of `PROFILES`. */
export type Profile = (typeof PROFILES)[number];

/** How the document itself may change. */
export interface ChangePolicy {
  /** Signatures that a loosening needs, by the keys of the previous signed document. */
  readonly loosenSignatures: number;
  /** Signatures that any other change needs. */
  readonly tightenSignatures: number;
  /** OpenSSH allowed-signers file, relative to the document; absent: nobody can sign. */
  readonly signersFile?: string;
}

/** A control that the document declares. */
export interface DeclaredControl {
  readonly id: ControlId;
  /** The threats that it answers: the document's, else the catalogue's. */
  readonly threats: readonly ThreatId[];
  /** Greatest age of its evidence. */
  readonly evidenceMs: number;
  /** 1-based line of the document on which its block begins. */
  readonly line: number;
}

/** Layer 2 of a compiled threat model. */
export interface ArtifactPolicy {
  /** The lock file, relative to the document. */
  readonly lockFile?: string;
  readonly publishers: readonly string[];
  /** Formats that may be loaded; empty: any that is scanned clean. */
  readonly formats: readonly string[];
}

/** How hard the gate tries. */
export const GATE_BUDGETS = ['smoke', 'standard', 'deep'] as const;

/** One of `GATE_BUDGETS`. */
export type GateBudget = (typeof GATE_BUDGETS)[number];

/** Layer 3 of a compiled threat model. */
export interface GatePolicy {
  readonly references: readonly string[];
  /** Names of declared actions. */
  readonly hazards: readonly string[];
  readonly budget: GateBudget;
  /** Files relative to the document: the system prompt, the tools and the carriers that the model is asked with. */
  readonly systemFile?: string;
  readonly toolsFile?: string;
  readonly carriersFile?: string;
}

/** A finding that someone answers for until a day. The only ignore list. */
export interface AcceptedRisk {
  /** A finding's id: its code, a colon, 32 hexadecimal digits. */
  readonly finding: string;
  readonly owner: string;
  /** Last day of acceptance, `YYYY-MM-DD`, in UTC. */
  readonly until: string;
  readonly why: string;
  /** 1-based line of the document. */
  readonly line: number;
}

/** Keys of the ledger, and those that may not sign for a person. */
export interface KeysPolicy {
  /** The ledger's verifier key (C2SP signed-note); absent: not pinned. */
  readonly ledger?: string;
  /** `SHA256:` fingerprints of OpenSSH keys that belong to machines: they never sign a decision. */
  readonly pipeline: readonly string[];
}

/** Who else holds the ledger's checkpoints. */
export interface WitnessPolicy {
  /** Verifier keys of witnesses (C2SP tlog-cosignature). */
  readonly witnesses: readonly string[];
  /** How many of them must have co-signed. */
  readonly require: number;
}

/** A compiled threat model: what the layers obey. Plain data; everything in it was type-checked. */
export interface ThreatModel {
  readonly version: 1;
  readonly title: string;
  readonly profile: Profile;
  readonly assets: readonly string[];
  readonly entryPoints: readonly string[];
  readonly change: ChangePolicy;
  readonly controls: readonly DeclaredControl[];
  readonly corpus: CorpusPolicy;
  readonly artifact?: ArtifactPolicy;
  readonly actions?: ActionsPolicy;
  readonly guard?: GuardControls;
  readonly gate?: GatePolicy;
  readonly accepted: readonly AcceptedRisk[];
  readonly keys: KeysPolicy;
  readonly witness?: WitnessPolicy;
}

/** A document and its digest: what a command's `policy` field names. */
export interface PolicyReference {
  readonly path: string;
  /** SHA-256 of the document's bytes, prose included. */
  readonly digest: Sha256;
}
