import { describeError } from '@bezoar/core';
import type { ChainEnd } from '@bezoar/guard';
import type { Drift, DriftCheck } from '../drift-check.ts';

/** The guard's stores that are files still have the receipts that the ledger sealed. Those of a server are asked by `guard seal`. */
export const receiptsSealed: DriftCheck = {
  name: 'receipts sealed',
  run: async ({ project, log }) => {
    if (log.receipts.size === 0) return { drifts: [], undecided: [], compared: 0 };
    // The guard is loaded where there is something of it.
    const { brokenFinding, sealedEnd } = await import('../../guard/receipts/sealed-receipts.ts');
    const drifts: Drift[] = [];
    const undecided: string[] = [];
    for (const [name, { entry }] of log.receipts) {
      if (/^postgres:/.test(name)) {
        undecided.push(`the receipts in \`${name}\` are not looked at: run \`bezoar guard seal\``);
        continue;
      }
      const end = sealedEnd(entry.detail);
      const observed = await reasonOf(name, project.folder, end);
      if (observed === undefined) continue;
      const finding = brokenFinding(name, observed, end);
      drifts.push({ control: 'actions', declared: `${end.count} sealed receipts`, observed, finding });
    }
    return { drifts, undecided, compared: log.receipts.size };
  },
};

async function reasonOf(name: string, folder: string, end: ChainEnd): Promise<string | undefined> {
  const { openStore } = await import('../../guard/open-store.ts');
  const { verifySealed } = await import('../../guard/receipts/sealed-receipts.ts');
  try {
    const { store } = await openStore({ address: name, workingDirectory: folder, folder, mayCreate: false });
    try {
      return await verifySealed(store, end);
    } finally {
      await store.close();
    }
  } catch (error) {
    return describeError(error);
  }
}
