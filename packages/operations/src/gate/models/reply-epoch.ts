import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, type JsonValue, sha256 } from '@bezoar/core';
import { compareFingerprints, type Fingerprint, type ModelIdentity } from '@bezoar/evaluate';
import { writeAtomically } from '../../report-files/write-atomically.ts';

/** Fingerprints that are kept for one name; an endpoint that is another model each time does not fill the disk (CWE-770). */
const MAX_EPOCHS = 32;

/**
 * The name under which replies of an endpoint are kept: that of the fingerprint that it has now. The same address may serve another
 * model tomorrow, and yesterday's answers say nothing of that one. A file that cannot be read starts anew.
 */
export async function replyEpoch(folder: string, identity: ModelIdentity, fingerprint: Fingerprint): Promise<string> {
  const path = join(folder, `${sha256(canonicalJson(identity as unknown as JsonValue))}.fingerprints.json`);
  const known = await readFingerprints(path);
  const same = known.find((one) => isSame(one, fingerprint));
  if (same !== undefined) return epochOf(same);
  await mkdir(folder, { recursive: true });
  await writeAtomically(path, JSON.stringify([fingerprint, ...known].slice(0, MAX_EPOCHS)));
  return epochOf(fingerprint);
}

function epochOf(fingerprint: Fingerprint): string {
  return sha256(JSON.stringify(fingerprint)).slice(0, 16);
}

function isSame(known: Fingerprint, now: Fingerprint): boolean {
  try {
    return compareFingerprints(known, now).same;
  } catch {
    // Other questions, or a file that somebody wrote into: nothing to compare with.
    return false;
  }
}

async function readFingerprints(path: string): Promise<readonly Fingerprint[]> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as unknown;
    return Array.isArray(value) ? (value as unknown[]).filter(isFingerprint) : [];
  } catch {
    return [];
  }
}

/** What has no answers would be like any other. */
function isFingerprint(value: unknown): value is Fingerprint {
  const { questions, samples, servedBy } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    typeof questions === 'string' && Array.isArray(servedBy) && Array.isArray(samples) && samples.every(isAnswered)
  );
}

function isAnswered(reruns: unknown): boolean {
  if (!Array.isArray(reruns) || reruns.length === 0) return false;
  return (reruns as ({ readonly text?: unknown; readonly top?: unknown } | null)[]).every(
    (one) => typeof one?.text === 'string' && Array.isArray(one.top),
  );
}
