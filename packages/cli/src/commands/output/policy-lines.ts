import { visibleText } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';

/** The parts of a document that say what it obeyed and where it was logged. */
interface PolicyBound {
  readonly policy: { readonly path: string; readonly digest: string; readonly state?: string } | null;
  readonly ledger: { readonly index: number; readonly root: string } | null;
}

/** Says on the diagnostics which document was obeyed, its digest, and where the run was logged. */
export function tellPolicy(io: CommandIo, { policy, ledger }: PolicyBound): void {
  if (policy === null) return;
  const state = policy.state === undefined ? '' : ` (${policy.state})`;
  io.err(`policy: ${visibleText(policy.path)} sha256 ${policy.digest}${state}\n`);
  if (ledger !== null) io.err(`ledger: entry ${ledger.index}, root ${ledger.root}\n`);
}
