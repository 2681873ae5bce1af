import { type DigestedArtifact, isFolderArtifact } from '../artifact-digest.ts';
import { isVerified } from '../verdicts/deciding-verdict.ts';
import type { PromotionStanding } from './promotion-standing.ts';

/**
 * The standing of bytes that were read, which is none where a folder's digest is that of a file or the reverse: the list by which a folder
 * is named can be written to a file, and nobody gated that.
 */
export function asWhole(standing: PromotionStanding, read: DigestedArtifact | undefined): PromotionStanding {
  const { verdict } = standing;
  if (read === undefined || verdict === null || !isVerified(verdict)) return standing;
  const isFolder = isFolderArtifact(verdict.artifact);
  if (isFolderArtifact(read) === isFolder) return standing;
  const detail = `the gate was of a ${isFolder ? 'folder' : 'file'} with this digest`;
  return { ...standing, by: null, expiresAt: null, obstacles: [{ reason: 'not-a-whole-model', detail }] };
}
