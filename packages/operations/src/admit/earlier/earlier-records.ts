import { join } from 'node:path';
import { isSha256, lowerTier, type TrustTier } from '@bezoar/core';
import { type AdmissionTarget, type EarlierRecord, UNKNOWN_OWNER } from '@bezoar/corpus';
import { openShardReader } from '@bezoar/ledger';
import type { Project } from '../../project/project.ts';
import type { Admission } from './admissions.ts';
import type { CorpusKey } from './corpus-key.ts';

/** Records of one name that are looked at; more of them are no name of anything (CWE-770). */
const MAX_NAMESAKES = 1000;

type Reader = Awaited<ReturnType<typeof openShardReader>>;

/** Records of earlier admissions, found by what others name as their parent.  */
export interface EarlierRecords {
  find(parent: string, target: AdmissionTarget): Promise<EarlierRecord | undefined>;
}

/**
 * Looks parents up in the side tables, all of them; nothing is opened before somebody asks. A name that several records carry
 * means every one of them.
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
      let tier: TrustTier | undefined;
      const tenants = new Set<string>();
      for (const { root } of admissions) {
        const reader = await readerOf(root);
        // A side table that is gone may hold it: then it is trusted with nothing.
        if (reader === undefined) return { tier: 'open', tenants: [UNKNOWN_OWNER] };
        const { leafIndices, isComplete } = await reader.find(
          isSha256(parent) ? 'digest' : 'id',
          parent,
          MAX_NAMESAKES,
        );
        if (!isComplete) return { tier: 'open', tenants: [UNKNOWN_OWNER] };
        for (const leafIndex of leafIndices) {
          const row = await reader.row(leafIndex);
          if (row === undefined) continue;
          tier = tier === undefined ? row.tier : lowerTier(tier, row.tier);
          if (row.tier === 'customer-owned') tenants.add(tenantOf(row.tenant, target, key));
        }
      }
      return tier === undefined ? undefined : { tier, tenants: [...tenants] };
    },
  };
}

/** The tenant that is trained for, where it is that one; else a name that is nobody's. */
function tenantOf(keyed: string | undefined, target: AdmissionTarget, key: CorpusKey): string {
  if (keyed === undefined) return UNKNOWN_OWNER;
  const isTarget = target.kind === 'tenant' && key.tenant(target.tenant) === keyed;
  return isTarget ? target.tenant : `keyed name ${keyed}`;
}
