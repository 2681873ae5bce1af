import { type Clock, systemClock, UsageError } from '@bezoar/core';
import { ENTRY_KINDS, getEvidence, type LedgerEntry, type LedgerReader } from '@bezoar/ledger';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import type { PlacedEntry } from '../posture/control-evidence.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { type Project, policyReference, requireProject } from '../project/project.ts';
import { readerOf } from './project-log.ts';

/** Options of `ledgerShow`. */
export interface LedgerShowOptions {
  readonly location: ProjectLocation;
  /** One entry, whole; absent: a list. */
  readonly index?: number;
  /** Length of the list, newest entries. */
  readonly last: number;
  readonly kind?: string;
  readonly clock?: Clock;
}

/** The document of `bezoar ledger show --json`. */
export interface LedgerShowDocument extends CommandDocument {
  readonly verdict: 'shown';
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly entries: readonly PlacedEntry[];
  /** What one entry points at; null where several are listed, it points at nothing, or the object is gone. */
  readonly payload: { readonly mediaType: string; readonly text: string } | null;
}

/** Lists entries. Throws `ledger/no-ledger`, `ledger/no-entry`, `ledger/no-kind`. */
export async function ledgerShow(options: LedgerShowOptions): Promise<LedgerShowDocument> {
  const finish = startDocument(options.clock ?? systemClock);
  const { index, kind, last } = options;
  if (kind !== undefined && !(ENTRY_KINDS as readonly string[]).includes(kind)) {
    throw new UsageError('ledger/no-kind', `there is no kind \`${kind}\`; expected one of ${ENTRY_KINDS.join(', ')}`);
  }
  const project = await requireProject(options.location);
  const reader = await requireReader(project);
  const entries =
    index === undefined ? await newest(reader, last, kind) : [{ index, entry: await reader.entry(index) }];
  return {
    ...finish({
      command: 'ledger-show',
      policy: policyReference(project),
      verdict: 'shown',
      outcome: 'ok',
      read: entries.length,
    }),
    origin: reader.origin,
    size: reader.size,
    root: Buffer.from(reader.root).toString('hex'),
    entries,
    payload: index === undefined ? null : await payloadOf(project, entries[0]!.entry),
  };
}

/** The project's ledger, for commands that need one. Throws `ledger/no-ledger`. */
export async function requireReader(project: Project): Promise<LedgerReader> {
  const reader = await readerOf(project);
  if (reader !== undefined) return reader;
  throw new UsageError('ledger/no-ledger', `nothing was ever logged in \`${project.state.ledger}\``);
}

async function newest(reader: LedgerReader, last: number, kind: string | undefined): Promise<PlacedEntry[]> {
  const from = kind === undefined ? Math.max(0, reader.size - last) : 0;
  const found: PlacedEntry[] = [];
  let index = from;
  for await (const entry of reader.entries(from)) {
    const placed = { index: index++, entry };
    if (kind !== undefined && entry.kind !== kind) continue;
    found.push(placed);
    if (found.length > last) found.shift();
  }
  return found;
}

async function payloadOf(project: Project, { payload }: LedgerEntry): Promise<LedgerShowDocument['payload']> {
  if (payload === undefined) return null;
  const bytes = await getEvidence(project.state.evidence, payload.sha256).catch(() => undefined);
  return bytes === undefined ? null : { mediaType: payload.mediaType, text: Buffer.from(bytes).toString('utf8') };
}
