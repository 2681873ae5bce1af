import { join } from 'node:path';
import { isSha256 } from '@bezoar/core';
import type { AdmissionTarget, EarlierRecord } from '@bezoar/corpus';
import { openShardReader } from '@bezoar/ledger';
import type { Project } from '../project/project.ts';
import type { Admission } from './admissions.ts';
import type { CorpusKey } from './corpus-key.ts';

type Reader = Awaited<ReturnType<typeof openShardReader>>;

/** Records of earlier admissions, found by what others name as their parent.  */
export interface EarlierRecords {
  find(parent: string, target: AdmissionTarget): Promise<EarlierRecord | undefined>;
}

/**
 * Looks parents up in the side tables, newest admission first; nothing is opened before somebody asks. A side table that is
 * gone knows nothing, and an unknown parent is trusted with nothing.
 */
export function earlierRecords(project: Project, admissions: readonly Admission[], key: CorpusKey): EarlierRecords {
  const readers = new Map<string, Promise<Reader | undefined>>();
  const readerOf = (root: string): Promise<Reader | undefined> => {
    const known = readers.get(root) ?? openShardReader(join(project.state.shards, root)).catch(() => undefined);
    readers.set(root, known);
    return known;
  };
  return {
    find: async (parent, target) => {
      for (const { root } of [...admissions].reverse()) {
        const reader = await readerOf(root);
        if (reader === undefined) continue;
        const byDigest = isSha256(parent) ? await reader.find('digest', parent, 1) : undefined;
        const [first] = byDigest?.leafIndices ?? (await reader.find('id', parent, 1)).leafIndices;
        const row = first === undefined ? undefined : await reader.row(first);
        if (row === undefined) continue;
        const isOwned = row.tier === 'customer-owned' && row.tenant !== undefined;
        return { tier: row.tier, ...(isOwned ? { tenant: tenantOf(row.tenant ?? '', target, key) } : {}) };
      }
      return undefined;
    },
  };
}

/** The tenant that is trained for, where it is that one; else a name that is nobody's. */
function tenantOf(keyed: string, target: AdmissionTarget, key: CorpusKey): string {
  const isTarget = target.kind === 'tenant' && key.tenant(target.tenant) === keyed;
  return isTarget ? target.tenant : `keyed name ${keyed}`;
}
