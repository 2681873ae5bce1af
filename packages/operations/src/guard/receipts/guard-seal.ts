import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Clock,
  type ControlId,
  canonicalJson,
  catalogueFinding,
  type Finding,
  sha256,
  systemClock,
} from '@bezoar/core';
import { type ChainEnd, type GuardPolicy, type GuardStore, verifyReceipts } from '@bezoar/guard';
import { createTestResult } from '@bezoar/ledger';
import { type CommandDocument, startDocument } from '../../document/command-document.ts';
import { type LoggedEntry, logRun } from '../../ledger/log-run.ts';
import { readProjectLog } from '../../ledger/project-log.ts';
import { CONTROLS_DETAIL } from '../../posture/control-evidence.ts';
import { type Project, policyReference } from '../../project/project.ts';
import { type GuardLocation, openProjectGuard } from '../project-guard.ts';
import { EMPTY_TALLY, type ReceiptTally, tallyReceipts } from './receipt-tally.ts';
import { brokenFinding, sealedEnd, verifySealed } from './sealed-receipts.ts';

/** Receipts that are read and verified at a time: some ten milliseconds, after which a guard that serves decides again. */
const PAGE = 500;

/** Who logs it. */
const ACTOR = 'bezoar guard';

/** What a batch of receipts came to. */
export interface SealedReceipts {
  readonly from: ChainEnd;
  readonly to: ChainEnd;
  readonly tally: ReceiptTally;
  /** Null where there was nothing new, or the chain does not hold. */
  readonly entry: LoggedEntry | null;
  readonly findings: readonly Finding[];
}

/** The document of `bezoar guard seal --json`, schema `bezoar.guard-seal/v1`. */
export interface GuardSealDocument extends CommandDocument {
  readonly verdict: 'sealed' | 'nothing-new' | 'broken';
  readonly store: string;
  readonly receipts: { readonly from: number; readonly to: number; readonly hash: string };
  readonly decisions: ReceiptTally;
  readonly ledger: LoggedEntry | null;
}

/** Verifies the receipts since the last batch in the ledger, and logs the new end of their chain. */
export async function guardSeal(options: GuardLocation & { readonly clock?: Clock }): Promise<GuardSealDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const { project, policy, guard, storeName, close } = await openProjectGuard(options);
  try {
    const sealed = await sealReceipts({ project, policy, store: guard.store, storeName, clock });
    const { from, to, tally, entry, findings } = sealed;
    const isBroken = findings.some(({ code }) => code === 'guard/receipts-broken');
    return {
      ...finish({
        command: 'guard-seal',
        policy: policyReference(project),
        verdict: isBroken ? 'broken' : entry === null ? 'nothing-new' : 'sealed',
        outcome: isBroken ? 'adverse' : 'ok',
        findings,
        read: to.count - from.count,
      }),
      store: storeName,
      receipts: { from: from.count, to: to.count, hash: to.hash },
      decisions: tally,
      ledger: entry,
    };
  } finally {
    await close();
  }
}

/** What sealing needs. */
export interface SealContext {
  readonly project: Project;
  readonly policy: GuardPolicy;
  readonly store: GuardStore;
  readonly storeName: string;
  readonly clock: Clock;
  /** What telemetry saw since the last batch, where it was watching. */
  readonly telemetry?: { readonly observed: number; readonly incidents: number };
}

/** Seals what is new: one entry of the ledger for any number of decisions. */
export async function sealReceipts(context: SealContext): Promise<SealedReceipts> {
  const { project, store, storeName } = context;
  const log = await readProjectLog(project);
  const from = sealedEnd(log.receipts.get(storeName)?.entry.detail);
  const broken = (reason: string, at: ChainEnd): SealedReceipts => {
    return { from, to: at, tally, entry: null, findings: [brokenFinding(storeName, reason, from)] };
  };
  let to = from;
  let tally = EMPTY_TALLY;
  const gone = await verifySealed(store, from);
  if (gone !== undefined) return broken(gone, from);
  let isFull = true;
  while (isFull) {
    const page = await store.receipts(to.count, { limit: PAGE });
    const verified = verifyReceipts(page, to);
    if (!verified.isSound) return broken(verified.reason, verified.end);
    tally = tallyReceipts(tally, page);
    to = verified.end;
    // What came meanwhile is for the next batch: who follows a busy chain to its end never arrives.
    isFull = page.length === PAGE;
    await nextTurn();
  }
  if (to.count === from.count) return { from, to, tally, entry: null, findings: [] };
  return {
    from,
    to,
    tally,
    entry: await logBatch(context, from, to, tally),
    findings: shadowFindings(storeName, tally),
  };
}

function shadowFindings(storeName: string, { shadow }: ReceiptTally): Finding[] {
  if (shadow === 0) return [];
  return [
    catalogueFinding({
      code: 'guard/shadow-mode',
      severity: 'high',
      subject: storeName,
      message: `${shadow} decisions were made in shadow mode: whatever they said, the call was executed`,
      evidence: { shadow },
    }),
  ];
}

/** The controls that the decisions exercised. Shadow mode exercises none: it keeps nothing from happening. */
function exercised({ policy, telemetry }: SealContext, tally: ReceiptTally): ControlId[] {
  const isEnforced = tally.allowed + tally.denied + tally.needsApproval > tally.shadow;
  return [
    ...(isEnforced && policy.actions.size > 0 ? (['actions'] as const) : []),
    ...(isEnforced && policy.tools !== undefined ? (['guard/least-privilege'] as const) : []),
    ...(tally.votes > 0 ? (['guard/approvals'] as const) : []),
    ...((telemetry?.observed ?? 0) > 0 ? (['guard/telemetry'] as const) : []),
  ];
}

async function logBatch(context: SealContext, from: ChainEnd, to: ChainEnd, tally: ReceiptTally): Promise<LoggedEntry> {
  const { project, storeName, clock, telemetry } = context;
  const controls = exercised(context, tally);
  const batch = { store: storeName, first: from.count, previous: from.hash, count: to.count, hash: to.hash };
  const subject = [{ name: `receipts ${from.count} to ${to.count - 1}`, digest: { sha256: to.hash } }];
  return logRun(
    project,
    {
      kind: 'action.receipts',
      actor: ACTOR,
      subject,
      statement: createTestResult(subject, {
        configuration: [
          { name: 'THREATMODEL.md', digest: { sha256: project.digest } },
          { name: 'batch', digest: { sha256: sha256(canonicalJson(batch)) } },
        ],
        // The chain itself was tested in any case.
        passedTests: ['receipts', ...controls],
        warnedTests: [],
        failedTests: tally.shadow > 0 ? ['enforcement'] : [],
      }),
      evidence: [],
      detail: {
        ...batch,
        ...tally,
        [CONTROLS_DETAIL]: controls,
        ...(telemetry === undefined ? {} : { observed: telemetry.observed, incidents: telemetry.incidents }),
      },
    },
    clock,
  );
}
