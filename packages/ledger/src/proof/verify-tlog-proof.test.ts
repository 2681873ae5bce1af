import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafHash } from '../merkle/hash.ts';
import { readerOf } from '../merkle/testing/naive-tree.ts';
import { inclusionProof, treeRoot } from '../merkle/tree.ts';
import { formatCheckpoint } from '../note/checkpoint.ts';
import { createCosigner, createNoteSigner, generateNoteKey } from '../note/note-signer.ts';
import { formatNote } from '../note/signed-note.ts';
import { parseVerifierKey } from '../note/verifier-key.ts';
import { formatTlogProof, parseTlogProof, type TlogProof } from './tlog-proof.ts';
import { verifyTlogProof } from './verify-tlog-proof.ts';

const SIZE = 21;
const INDEX = 12;
const entries = Array.from({ length: SIZE }, (_, at) => Buffer.from(`entry ${at}`));
const entry = entries[INDEX]!;
const log = createNoteSigner('log.example', generateNoteKey());
const logKey = parseVerifierKey(log.verifierKey);
const cosigners = ['w1', 'w2'].map((name) => createCosigner(name, generateNoteKey()));
const witnesses = cosigners.map(({ verifierKey }) => parseVerifierKey(verifierKey));
const stranger = createCosigner('stranger', generateNoteKey());

const read = readerOf(entries);
const root = await treeRoot(SIZE, read);
const text = formatCheckpoint({ origin: 'log.example', size: SIZE, root });
const signatures = [log.sign(text), stranger.cosign(text, 1), ...cosigners.map((one) => one.cosign(text, 1000))];
const proof: TlogProof = {
  index: INDEX,
  hashes: await inclusionProof(INDEX, SIZE, read),
  checkpoint: formatNote({ text, signatures }),
};
const codesOf = (change: Partial<Parameters<typeof verifyTlogProof>[0]>): string[] =>
  verifyTlogProof({ proof, entry, logKey, witnesses, ...change }).faults.map(({ code }) => code);

describe('verifyTlogProof', () => {
  it('believes a true proof and tells what the log signed and who cosigned', () => {
    expect(verifyTlogProof({ proof, entry, logKey, witnesses })).toEqual({
      verified: true,
      faults: [],
      checkpoint: { origin: 'log.example', size: SIZE, root },
      cosigned: [
        { name: 'w1', timestamp: 1000 },
        { name: 'w2', timestamp: 1000 },
      ],
    });
    expect(codesOf({ proof: { ...proof, extra: Uint8Array.of(1) } })).toEqual([]);
  });

  it('refuses another entry, index, hash or log', () => {
    expect(codesOf({ entry: entries[11]! })).toEqual(['proof/not-included']);
    expect(codesOf({ entry: Buffer.from(leafHash(entry)) })).toEqual(['proof/not-included']);
    expect(codesOf({ proof: { ...proof, index: 13 } })).toEqual(['proof/not-included']);
    expect(codesOf({ proof: { ...proof, index: Number.NaN } })).toEqual(['proof/not-included']);
    expect(codesOf({ proof: { ...proof, hashes: proof.hashes.slice(1) } })).toEqual(['proof/not-included']);
    const other = createNoteSigner('log.example', generateNoteKey()).verifierKey;
    expect(codesOf({ logKey: parseVerifierKey(other) })).toEqual(['proof/checkpoint']);
    expect(codesOf({ proof: { ...proof, checkpoint: 'x' } })).toEqual(['proof/checkpoint']);
  });

  it('asks for every witness that it is given, unless told how many are enough', () => {
    const checkpoint = formatNote({ text, signatures: signatures.slice(0, 3) });
    const one = { ...proof, checkpoint };
    expect(codesOf({ proof: one })).toEqual(['proof/witnesses']);
    expect(codesOf({ proof: one, requireWitnesses: 1 })).toEqual([]);
    expect(codesOf({ proof: one, witnesses: [] })).toEqual([]);
    const none = { ...proof, checkpoint: formatNote({ text, signatures: signatures.slice(0, 2) }) };
    expect(codesOf({ proof: none, requireWitnesses: 1 })).toEqual(['proof/witnesses']);
  });

  it('refuses a false cosignature of a known witness, even where enough others are true', () => {
    const [own, , first, second] = signatures;
    const broken = { ...first!, signature: first!.signature.with(30, first!.signature[30]! ^ 1) };
    const checkpoint = formatNote({ text, signatures: [own!, broken, second!] });
    expect(codesOf({ proof: { ...proof, checkpoint }, requireWitnesses: 1 })).toEqual(['proof/witnesses']);
  });

  it('names every fault at once', () => {
    const checkpoint = formatNote({ text, signatures: signatures.slice(0, 1) });
    expect(codesOf({ proof: { ...proof, checkpoint }, entry: Buffer.alloc(0) })).toEqual([
      'proof/not-included',
      'proof/witnesses',
    ]);
  });

  it.each([-1, 3, 0.5, Number.NaN])('refuses to be asked for %d of 2 witnesses', (requireWitnesses) => {
    expect(() => codesOf({ requireWitnesses })).toThrow(expect.objectContaining({ code: 'proof/require-witnesses' }));
  });

  it('refuses every changed byte of a proof file, or verifies exactly what it did before', () => {
    const file = Buffer.from(formatTlogProof({ ...proof, extra: Buffer.from('extra') }));
    const expected = verifyTlogProof({ proof, entry, logKey, witnesses });
    let refused = 0;
    const outcomeOf = (changed: Uint8Array): void => {
      let parsed: TlogProof;
      try {
        parsed = parseTlogProof(changed);
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^(?:proof|note)\/(?:malformed|too-large)$/) });
        refused += 1;
        return;
      }
      const result = verifyTlogProof({ proof: parsed, entry, logKey, witnesses });
      if (!result.verified) {
        refused += 1;
        return;
      }
      expect(result).toEqual(expected);
      expect({ ...parsed, extra: null, checkpoint: null }).toEqual({ ...proof, extra: null, checkpoint: null });
    };
    for (let at = 0; at < file.length; at += 1) {
      for (const bit of [1 << (at % 5), 32]) outcomeOf(file.with(at, file[at]! ^ bit));
    }
    // Only the extra data and the stranger's signature may change without being noticed.
    expect(refused).toBeGreaterThan(2 * (file.length - 'extra ZXh0cmE=\n'.length - 120));
    fc.assert(
      fc.property(fc.nat(file.length), fc.nat(50), fc.uint8Array({ maxLength: 20 }), (at, cut, insert) => {
        outcomeOf(Buffer.concat([file.subarray(0, at), insert, file.subarray(at + cut)]));
      }),
      { seed: 471, numRuns: 500 },
    );
  });
});
