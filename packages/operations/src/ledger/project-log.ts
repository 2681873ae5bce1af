import { BezoarError, type ControlId } from '@bezoar/core';
import { EMPTY_ROOT, type EntryKind, getEvidence, type LedgerReader, openLedgerReader } from '@bezoar/ledger';
import { type ControlEvidence, noteEvidence, type PlacedEntry } from '../posture/control-evidence.ts';
import type { Project } from '../project/project.ts';
import { ledgerVerifierKey } from './keys/ledger-key.ts';

/** A project's ledger, read through once. Everything in it is below a signed root. */
export interface ProjectLog {
  /** Undefined where nothing was ever logged. */
  readonly reader: LedgerReader | undefined;
  readonly size: number;
  /** Name of the log; empty where there is none. */
  readonly origin: string;
  /** Newest evidence of each control. */
  readonly controls: ReadonlyMap<ControlId, ControlEvidence>;
  readonly policySets: readonly PlacedEntry[];
  /** The newest scans, oldest first. */
  readonly scans: readonly PlacedEntry[];
  /** Signed decisions over records, oldest first. */
  readonly decisions: readonly PlacedEntry[];
  /** Admissions of a corpus, and trainings on one, oldest first. */
  readonly admissions: readonly PlacedEntry[];
  readonly trainings: readonly PlacedEntry[];
  /** What gates fixed before they asked, what they said, what was promoted, and who overrode what, oldest first. */
  readonly gatePlans: readonly PlacedEntry[];
  readonly gateVerdicts: readonly PlacedEntry[];
  readonly promotions: readonly PlacedEntry[];
  readonly overrides: readonly PlacedEntry[];
  /** Erasures of side-table rows. */
  readonly erasures: readonly PlacedEntry[];
  /** The newest batch of the guard's receipts for each store. */
  readonly receipts: ReadonlyMap<string, PlacedEntry>;
  /** Hexadecimal root of the tree of the first `size` entries. */
  rootAt(size: number): Promise<string>;
  /** A stored object, checked against its digest. Throws where it is missing or altered. */
  evidence(digest: string): Promise<Uint8Array>;
}

const DECISION_KINDS: ReadonlySet<EntryKind> = new Set(['decision.tier', 'decision.admit', 'decision.review']);

/** Scans that are kept in mind (CWE-770); a project repeats a handful. */
const KEPT_SCANS = 256;

/** Reads a project's ledger. Throws where it cannot be read, or is not what its key signed. */
export async function readProjectLog(project: Project): Promise<ProjectLog> {
  const { state } = project;
  const reader = await readerOf(project);
  const controls = new Map<ControlId, ControlEvidence>();
  const policySets: PlacedEntry[] = [];
  const scans: PlacedEntry[] = [];
  const decisions: PlacedEntry[] = [];
  const admissions: PlacedEntry[] = [];
  const trainings: PlacedEntry[] = [];
  const gatePlans: PlacedEntry[] = [];
  const gateVerdicts: PlacedEntry[] = [];
  const promotions: PlacedEntry[] = [];
  const overrides: PlacedEntry[] = [];
  const erasures: PlacedEntry[] = [];
  const receipts = new Map<string, PlacedEntry>();
  let index = 0;
  for await (const entry of reader?.entries() ?? []) {
    const placed = { index: index++, entry };
    noteEvidence(controls, placed);
    if (entry.kind === 'policy.set') policySets.push(placed);
    if (DECISION_KINDS.has(entry.kind)) decisions.push(placed);
    if (entry.kind === 'corpus.admit') admissions.push(placed);
    if (entry.kind === 'run.train') trainings.push(placed);
    if (entry.kind === 'gate.prereg') gatePlans.push(placed);
    if (entry.kind === 'gate.verdict') gateVerdicts.push(placed);
    if (entry.kind === 'model.promote') promotions.push(placed);
    if (entry.kind === 'decision.override') overrides.push(placed);
    if (entry.kind === 'corpus.erase') erasures.push(placed);
    if (entry.kind === 'action.receipts') receipts.set(String(entry.detail?.store), placed);
    if (entry.kind !== 'corpus.scan') continue;
    scans.push(placed);
    if (scans.length > KEPT_SCANS) scans.shift();
  }
  return {
    reader,
    size: reader?.size ?? 0,
    origin: reader?.origin ?? '',
    controls,
    policySets,
    scans,
    decisions,
    admissions,
    trainings,
    gatePlans,
    gateVerdicts,
    promotions,
    overrides,
    erasures,
    receipts,
    rootAt: async (size) => Buffer.from(reader === undefined ? EMPTY_ROOT : await reader.rootAt(size)).toString('hex'),
    evidence: (digest) => getEvidence(state.evidence, digest),
  };
}

/** The ledger's reader; undefined where there is no ledger yet. */
export async function readerOf(project: Project): Promise<LedgerReader | undefined> {
  const key = await ledgerVerifierKey(project);
  try {
    return await openLedgerReader(project.state.ledger, key === undefined ? {} : { verifierKey: key.text });
  } catch (error) {
    if (error instanceof BezoarError && error.code === 'ledger/no-ledger') return undefined;
    throw error;
  }
}
