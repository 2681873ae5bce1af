import { sha256 } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { createCrashStorage } from '../testing/crash-storage.ts';
import { checkEvidence, getEvidence, MAX_EVIDENCE_BYTES, putEvidence } from './evidence-store.ts';

const document = Buffer.from('{"a":1}');
const digest = sha256(document);
const path = `sha256/${digest.slice(0, 2)}/${digest}`;

describe('the evidence store', () => {
  it('keeps documents under their digest, however often they are put, and survives a power cut', async () => {
    const disk = createCrashStorage();
    expect(await putEvidence(disk.storage, document)).toBe(digest);
    expect(await putEvidence(disk.storage, document)).toBe(digest);
    const { storage } = createCrashStorage(disk.cutPower('nothing'));
    expect(Buffer.from(await getEvidence(storage, digest))).toEqual(document);
    expect(await storage.size(path)).toBe(document.length);
  });

  it('tells a missing document from an altered one', async () => {
    const { storage } = createCrashStorage();
    await expect(getEvidence(storage, digest)).rejects.toMatchObject({ code: 'ledger/missing-evidence' });
    expect(await checkEvidence(storage, digest, document.length)).toBe('missing');
    await putEvidence(storage, document);
    expect(await checkEvidence(storage, digest, document.length)).toBe('present');
    expect(await checkEvidence(storage, digest, document.length + 1)).toBe('altered');
    await storage.write(path, Buffer.from('{"a":2}'));
    await expect(getEvidence(storage, digest)).rejects.toMatchObject({ code: 'ledger/altered-evidence' });
    expect(await checkEvidence(storage, digest, document.length)).toBe('altered');
  });

  it('mends an altered document when it is put again', async () => {
    const { storage } = createCrashStorage();
    await putEvidence(storage, document);
    await storage.write(path, Buffer.from('other'));
    await putEvidence(storage, document);
    expect(await checkEvidence(storage, digest, document.length)).toBe('present');
  });

  it.each(['../../etc/passwd', digest.toUpperCase(), ''])('takes no `%s` for a digest', async (name) => {
    const { storage } = createCrashStorage();
    await expect(getEvidence(storage, name)).rejects.toMatchObject({ code: 'ledger/bad-digest' });
  });

  it('refuses a document that is too large', async () => {
    const { storage } = createCrashStorage();
    const large = { length: MAX_EVIDENCE_BYTES + 1 } as Uint8Array;
    await expect(putEvidence(storage, large)).rejects.toMatchObject({ code: 'ledger/evidence-too-large' });
  });
});
