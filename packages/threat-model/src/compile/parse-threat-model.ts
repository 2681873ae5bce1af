import {
  type ArtifactPolicy,
  type ChangePolicy,
  type GateBudget,
  type GatePolicy,
  hasInvisible,
  type ThreatModel,
  UsageError,
} from '@bezoar/core';
import { DEFAULT_TIGHTEN_SIGNATURES, type HeadBlock } from '../blocks/head-block.ts';
import type { GateBlock, PinsBlock } from '../blocks/policy-blocks.ts';
import { findBlocks } from '../document/blocks.ts';
import { type Fault, faultList, throwFaults } from '../document/fault.ts';
import { BLOCK_INFO } from '../document/info-string.ts';
import { documentLines, titleOf } from '../document/lines.ts';
import { actionsPolicy } from './actions-policy.ts';
import { corpusPolicy } from './corpus-policy.ts';
import { checkAcrossBlocks } from './cross-checks.ts';
import { declaredControls } from './declared-controls.ts';
import { type Draft, readDraft } from './draft.ts';
import { guardControls } from './guard-controls.ts';

/** How hard the gate tries, unless the document says otherwise. */
export const DEFAULT_GATE_BUDGET: GateBudget = 'standard';

/** Title of a document without a heading. */
export const UNTITLED = 'Threat model';

/** What a document says, or why it cannot be obeyed. */
export interface ThreatModelResult {
  /** Present where there is no fault: nothing malformed is replaced by a default. */
  readonly model?: ThreatModel;
  /** Everything that must be mended first. */
  readonly faults: readonly Fault[];
  /** What may be mended. */
  readonly remarks: readonly Fault[];
}

/** A document that can be obeyed. */
export interface LoadedThreatModel {
  readonly model: ThreatModel;
  /** What may be mended. */
  readonly remarks: readonly Fault[];
}

/**
 * Reads THREATMODEL.md: its fenced `yaml bezoar` blocks are the configuration, its prose is for people. Reports all
 * faults at once, each with line and column; never throws. `path` is for messages of the caller alone.
 */
// Attacker controls: a document that someone else wrote, until its signatures are verified.
export function parseThreatModel(text: string, _path: string): ThreatModelResult {
  const faults = faultList();
  const remarks = faultList();
  const lines = documentLines(text, faults.report, remarks.report);
  if (lines === undefined) return { faults: faults.sorted(), remarks: remarks.sorted() };
  const blocks = findBlocks(lines, faults.report);
  if (blocks.length === 0 && faults.isEmpty()) {
    const expected = `a fenced \`${BLOCK_INFO}\` block`;
    faults.report({ line: 1, column: 1 }, `expected ${expected} with \`version: 1\``, { expected });
  }
  const draft = readDraft(blocks, faults.report);
  checkAcrossBlocks(draft, faults.report);
  const title = titleOf(lines, draft.headLine);
  const titleFault = faultOfTitle(title);
  if (titleFault !== undefined) remarks.report({ line: 1, column: 1 }, titleFault);
  const head = draft.head;
  const isSound = faults.isEmpty() && head !== undefined;
  return {
    ...(isSound ? { model: compile(draft, head, titleFault === undefined ? title! : UNTITLED) } : {}),
    faults: faults.sorted(),
    remarks: remarks.sorted(),
  };
}

/** The compiled document, and what may be mended in it. Throws `policy/malformed` with one line for each fault: `path:line:column: message`. */
export function loadThreatModel(text: string, path: string): LoadedThreatModel {
  const { model, faults, remarks } = parseThreatModel(text, path);
  throwFaults(faults, path);
  // INVARIANT: without a fault there is a model.
  if (model === undefined) throw new UsageError('policy/malformed', `${path}:1:1: cannot be read`);
  return { model, remarks };
}

/** Longest title, in UTF-16 code units. */
const MAX_TITLE = 200;

function faultOfTitle(title: string | undefined): string | undefined {
  if (title === undefined) return 'expected a title such as `# Threat model: the support assistant`';
  if (title.length > MAX_TITLE) return `expected a title of at most ${MAX_TITLE} characters, got ${title.length}`;
  return hasInvisible(title) ? 'expected a title without invisible characters' : undefined;
}

function compile(draft: Draft, head: HeadBlock, title: string): ThreatModel {
  const { own, accepted } = draft;
  const { 'artifact/pins': pins, actions, 'evaluate/gate': gate, 'policy/keys': keys, 'policy/witness': witness } = own;
  const guard = guardControls(own);
  return {
    version: 1,
    title,
    profile: head.profile,
    assets: head.assets ?? [],
    entryPoints: head.entry_points ?? [],
    change: changePolicy(head.change),
    controls: declaredControls(draft),
    corpus: corpusPolicy(own),
    ...(pins === undefined ? {} : { artifact: artifactPolicy(pins) }),
    ...(actions === undefined ? {} : { actions: actionsPolicy(actions) }),
    ...(guard === undefined ? {} : { guard }),
    ...(gate === undefined ? {} : { gate: gatePolicy(gate) }),
    accepted: accepted.map(({ value, at }) => ({ ...value, line: at.line })),
    keys: { ...(keys?.ledger === undefined ? {} : { ledger: keys.ledger }), pipeline: keys?.pipeline ?? [] },
    ...(witness === undefined ? {} : { witness: { witnesses: witness.witnesses, require: witness.require } }),
  };
}

function changePolicy({ loosen, tighten, signers }: HeadBlock['change']): ChangePolicy {
  return {
    loosenSignatures: loosen,
    tightenSignatures: tighten ?? DEFAULT_TIGHTEN_SIGNATURES,
    ...(signers === undefined ? {} : { signersFile: signers }),
  };
}

function artifactPolicy({ lock, publishers, formats }: PinsBlock): ArtifactPolicy {
  return { lockFile: lock, publishers: publishers ?? [], formats: formats ?? [] };
}

function gatePolicy({ references, hazards, budget, system, tools, carriers }: GateBlock): GatePolicy {
  return {
    references: references ?? [],
    hazards: (hazards ?? []).map(({ value }) => value),
    budget: budget ?? DEFAULT_GATE_BUDGET,
    ...(system === undefined ? {} : { systemFile: system }),
    ...(tools === undefined ? {} : { toolsFile: tools }),
    ...(carriers === undefined ? {} : { carriersFile: carriers }),
  };
}
