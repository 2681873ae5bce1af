import { describeError } from '@bezoar/core';
import { openStore } from '../../guard/open-store.ts';
import { brokenFinding, sealedEnd, verifySealed } from '../../guard/sealed-receipts.ts';
import type { DriftCheck } from '../drift-check.ts';

/** The guard's stores that are files still have the receipts that the ledger sealed. Those of a server are asked by `guard seal`. */
export const receiptsSealed: DriftCheck = {
  name: 'receipts sealed',
  run: async ({ project, log }) => {
    const drifts = [];
    const undecided: string[] = [];
    for (const [name, { entry }] of log.receipts) {
      if (/^postgres:/.test(name)) {
        undecided.push(`the receipts in \`${name}\` are not looked at: run \`bezoar guard seal\``);
        continue;
      }
      const end = sealedEnd(entry.detail);
      const reason = await reasonOf(name, project.folder, end);
      if (reason === undefined) continue;
      const finding = brokenFinding(name, reason, end);
      drifts.push({ control: 'actions', declared: `${end.count} sealed receipts`, observed: reason, finding } as const);
    }
    return { drifts, undecided, compared: log.receipts.size };
  },
};

async function reasonOf(name: string, folder: string, end: ReturnType<typeof sealedEnd>): Promise<string | undefined> {
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
