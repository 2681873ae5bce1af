import { lowerTier } from '@bezoar/core';
import type { AssignedSource } from '@bezoar/corpus';
import { UNDECLARED_SOURCE } from '@bezoar/corpus/readers';
import type { ScanInput } from '../../scan/scan-document.ts';
import type { Admission } from './admissions.ts';

/**
 * Sources of files, with what the ledger knows of them: an admitted corpus that is read once more stands no higher than its
 * least trusted record, wherever it was put, and what was kept out once is trusted with nothing. Known by digest: a file
 * that was changed is a new one.
 */
export function sourcesOfAdmitted(
  sourceOf: ((path: string) => AssignedSource) | undefined,
  inputs: readonly ScanInput[],
  admissions: readonly Admission[],
): (path: string) => AssignedSource {
  const digests = new Map(
    inputs.flatMap(({ role, path, sha256 }) => (role === 'month' ? [[path, sha256] as const] : [])),
  );
  return (path) => {
    const source = sourceOf?.(path) ?? UNDECLARED_SOURCE;
    const digest = digests.get(path) ?? '';
    if (admissions.some(({ quarantine }) => quarantine === digest && digest !== '')) {
      return { ...source, tier: 'open' };
    }
    const tier = admissions
      .filter(({ sha256 }) => sha256 === digest)
      .reduce((lowest, { lowestTier }) => lowerTier(lowest, lowestTier), source.tier);
    return { ...source, tier };
  };
}
