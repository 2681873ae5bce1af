import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leafHash } from '../packages/ledger/src/merkle/hash.ts';
import { forgedProofs } from '../packages/ledger/src/merkle/testing/forgeries.test-support.ts';
import { readerOf, readerOfOneOddLeaf } from '../packages/ledger/src/merkle/testing/naive-tree.ts';
import { consistencyProof, inclusionProof, treeRoot } from '../packages/ledger/src/merkle/tree.ts';
import { type ConsistencyClaim, verifyConsistency } from '../packages/ledger/src/merkle/verify-consistency.ts';
import { type InclusionClaim, verifyInclusion } from '../packages/ledger/src/merkle/verify-inclusion.ts';
import { formatCheckpoint } from '../packages/ledger/src/note/checkpoint.ts';
import { createCosigner, createNoteSigner, generateNoteKey } from '../packages/ledger/src/note/note-signer.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../packages/ledger/src/note/open-checkpoint.ts';
import { formatNote } from '../packages/ledger/src/note/signed-note.ts';
import { parseVerifierKey } from '../packages/ledger/src/note/verifier-key.ts';
import { formatTlogProof, parseTlogProof, type TlogProof } from '../packages/ledger/src/proof/tlog-proof.ts';
import { type TlogProofResult, verifyTlogProof } from '../packages/ledger/src/proof/verify-tlog-proof.ts';
import { buildGoPeer, fromBase64, type GoPeer } from './go-peer.test-support.ts';

interface MerkleAnswer {
  sumdb: string;
  merkle: string;
}

interface CheckpointAnswer {
  refused: string;
  origin: string;
  size: number;
  root: string;
  cosigned: { name: string; timestamp: number }[];
}

interface TlogProofAnswer extends CheckpointAnswer {
  index: number;
  hashes: string[] | null;
  extra: string | null;
}

interface MadeLog {
  logKey: string;
  witnesses: string[];
  entries: string[];
  checkpoints: string[];
  inclusion: { leafHash: string; index: number; size: number; proof: string[]; root: string }[];
  consistency: { fromSize: number; fromRoot: string; toSize: number; toRoot: string; proof: string[] }[];
  tlogProofs: string[];
}

const ORIGIN = 'bezoar.example/log';
const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 100, 255, 256, 257, 300];
const entries = Array.from({ length: 300 }, (_, at) => Buffer.from(`{"entry":${at}}`));
const read = readerOf(entries);

const log = createNoteSigner(ORIGIN, generateNoteKey());
const cosigners = ['w1.example', 'w2.example'].map((name) => createCosigner(name, generateNoteKey()));
const keys = { logKey: log.verifierKey, witnesses: cosigners.map(({ verifierKey }) => verifierKey) };
const logKey = parseVerifierKey(keys.logKey);
const witnesses = keys.witnesses.map(parseVerifierKey);

async function checkpointOf(size: number): Promise<string> {
  const text = formatCheckpoint({ origin: ORIGIN, size, root: await treeRoot(size, read) });
  const cosigned = cosigners.map((one, at) => one.cosign(text, 1_700_000_000 + at));
  return formatNote({ text, signatures: [log.sign(text), ...cosigned] });
}

async function inclusionOf(index: number, size: number): Promise<InclusionClaim> {
  const proof = await inclusionProof(index, size, read);
  return { leafHash: leafHash(entries[index]!), index, size, proof, root: await treeRoot(size, read) };
}

async function consistencyOf(fromSize: number, toSize: number): Promise<ConsistencyClaim> {
  const proof = await consistencyProof(fromSize, toSize, read);
  return { fromSize, fromRoot: await treeRoot(fromSize, read), toSize, toRoot: await treeRoot(toSize, read), proof };
}

const accepted = ({ sumdb, merkle }: MerkleAnswer): [boolean, boolean] => [sumdb === '', merkle === ''];
const twice = (one: boolean): [boolean, boolean] => [one, one];
/** Every byte of a file with one bit changed, and every byte left out. */
const changesOf = (file: Uint8Array): Uint8Array[] =>
  Array.from(file, (byte, at) => [
    file.with(at, byte ^ (1 << (at % 7))),
    Uint8Array.from([...file.subarray(0, at), ...file.subarray(at + 1)]),
  ]).flat();
const attempt = <Result>(work: () => Result): Result | undefined => {
  try {
    return work();
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^(?:note|checkpoint|proof)\//) });
    return undefined;
  }
};

let go: GoPeer;
beforeAll(async () => {
  go = await buildGoPeer();
});
afterAll(() => go?.remove());

describe('Go verifies what this ledger makes', () => {
  it('inclusion proofs, and refuses the same forged ones', async () => {
    const claims: InclusionClaim[] = [];
    for (const size of SIZES) {
      for (const index of new Set([0, 1, size >> 1, size - 2, size - 1].filter((at) => at >= 0 && at < size))) {
        const claim = await inclusionOf(index, size);
        claims.push(claim, ...forgedProofs(claim.proof).map((proof) => ({ ...claim, proof })));
        for (const other of [index + 1, index ^ 1, 0, size]) claims.push({ ...claim, index: other });
        for (const other of [size - 1, size + 1, size * 2]) claims.push({ ...claim, size: other });
        claims.push({ ...claim, leafHash: leafHash(Buffer.from('x')) }, { ...claim, root: claim.leafHash });
      }
    }
    const answers = await go.ask<MerkleAnswer[]>('verify-inclusion', claims);
    const ours = claims.map(verifyInclusion);
    expect(answers.map(accepted)).toEqual(ours.map(twice));
    expect(ours.filter((one) => !one).length).toBeGreaterThan(3000);
  });

  it('consistency proofs, and refuses the same forged ones', async () => {
    const claims: ConsistencyClaim[] = [];
    for (const toSize of SIZES) {
      for (const fromSize of SIZES.filter((size) => size <= toSize)) {
        const claim = await consistencyOf(fromSize, toSize);
        claims.push(claim, ...forgedProofs(claim.proof).map((proof) => ({ ...claim, proof })));
        for (const other of [fromSize + 1, toSize + 1]) claims.push({ ...claim, fromSize: other });
        claims.push({ ...claim, toSize: toSize + 1 }, { ...claim, fromRoot: claim.toRoot });
      }
    }
    const answers = await go.ask<MerkleAnswer[]>('verify-consistency', claims);
    const ours = claims.map(verifyConsistency);
    expect(answers.map(accepted)).toEqual(ours.map(twice));
    expect(ours.filter((one) => !one).length).toBeGreaterThan(5000);
  });

  it('proofs in trees of more than 2^32 leaves', async () => {
    const usual = leafHash(Buffer.from('usual'));
    const odd = leafHash(Buffer.from('odd'));
    const inclusion: InclusionClaim[] = [];
    const consistency: ConsistencyClaim[] = [];
    for (const size of [2 ** 32 + 1, 2 ** 40 + 12_345, 2 ** 52 + 2 ** 33 + 1, Number.MAX_SAFE_INTEGER]) {
      for (const index of [2 ** 32, size - 1, 77]) {
        const reader = readerOfOneOddLeaf(usual, odd, index);
        const root = await treeRoot(size, reader);
        const claim = { leafHash: odd, index, size, proof: await inclusionProof(index, size, reader), root };
        inclusion.push(claim, { ...claim, index: index + 1 }, { ...claim, index: index % 2 ** 32 });
        const fromSize = Math.max(1, index - 3);
        const fromRoot = await treeRoot(fromSize, reader);
        const proof = await consistencyProof(fromSize, size, reader);
        const grown = { fromSize, fromRoot, toSize: size, toRoot: root, proof };
        consistency.push(grown, { ...grown, fromSize: fromSize + 1 }, { ...grown, toSize: size % 2 ** 32 });
      }
    }
    const first = await go.ask<MerkleAnswer[]>('verify-inclusion', inclusion);
    const second = await go.ask<MerkleAnswer[]>('verify-consistency', consistency);
    const ours = [...inclusion.map(verifyInclusion), ...consistency.map(verifyConsistency)];
    expect([...first, ...second].map(accepted)).toEqual(ours.map(twice));
    expect(ours.filter(Boolean).length).toBeGreaterThanOrEqual(24);
  });

  it('checkpoints with cosignatures', async () => {
    const notes = await Promise.all([0, ...SIZES].map(checkpointOf));
    const claims = notes.map((note) => ({ ...keys, note: Buffer.from(note) }));
    const answers = await go.ask<CheckpointAnswer[]>('verify-checkpoint', claims);
    for (const [at, answer] of answers.entries()) {
      const { checkpoint, cosigned } = openCheckpoint(notes[at]!, logKey, witnesses);
      expect(answer).toEqual({
        refused: '',
        origin: ORIGIN,
        size: [0, ...SIZES][at],
        root: Buffer.from(checkpoint.root).toString('base64'),
        cosigned,
      });
    }
  });

  it('proof files', async () => {
    const claims: { file: Uint8Array; entry: Uint8Array; proof: TlogProof }[] = [];
    for (const size of SIZES) {
      const index = Math.floor((size * 5) / 7);
      const { proof: hashes } = await inclusionOf(index, size);
      const extra = size % 2 === 0 ? {} : { extra: Buffer.from(`extra ${size}`) };
      const proof = { index, hashes, checkpoint: await checkpointOf(size), ...extra };
      claims.push({ file: Buffer.from(formatTlogProof(proof)), entry: entries[index]!, proof });
    }
    const answers = await go.ask<TlogProofAnswer[]>(
      'verify-tlog-proof',
      claims.map(({ file, entry }) => ({ ...keys, file, entry })),
    );
    for (const [at, { refused, index, hashes, extra }] of answers.entries()) {
      const { proof } = claims[at]!;
      expect(refused).toBe('');
      expect([index, (hashes ?? []).map(fromBase64)]).toEqual([proof.index, proof.hashes]);
      expect(extra).toBe(proof.extra === undefined ? null : Buffer.from(proof.extra).toString('base64'));
    }
  });
});

describe('Go and this ledger judge a damaged file alike', () => {
  // Go also reads base64 with stray bits at its end, numbers with leading zeroes and lines that end in CR LF. It must
  // then have read the very same values; this ledger has one form for each value and refuses all others.
  it('a checkpoint in which any one byte changed or is missing', async () => {
    const note = await checkpointOf(100);
    const { checkpoint, cosigned } = openCheckpoint(note, logKey, witnesses);
    const changed = changesOf(Buffer.from(note));
    const claims = changed.map((one) => ({ ...keys, note: one }));
    const answers = await go.ask<CheckpointAnswer[]>('verify-checkpoint', claims);
    let refusedByBoth = 0;
    for (const [at, answer] of answers.entries()) {
      const ours = attempt((): OpenedCheckpoint => {
        const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
        let decoded: string;
        try {
          decoded = text.decode(changed[at]!);
        } catch {
          decoded = '';
        }
        return openCheckpoint(decoded, logKey, witnesses);
      });
      const isOurs = ours !== undefined && ours.falselyCosigned.length === 0;
      if (isOurs) expect(answer).toMatchObject({ refused: '', cosigned: ours.cosigned });
      if (answer.refused !== '') {
        expect(isOurs).toBe(false);
        refusedByBoth += 1;
        continue;
      }
      expect([answer.origin, answer.size, fromBase64(answer.root)]).toEqual([ORIGIN, 100, checkpoint.root]);
      for (const one of answer.cosigned) expect(cosigned).toContainEqual(one);
    }
    expect(refusedByBoth).toBeGreaterThan(changed.length * 0.7);
  });

  it('a proof file in which any one byte changed or is missing', async () => {
    const claim = await inclusionOf(77, 100);
    const proof = { index: 77, hashes: claim.proof, checkpoint: await checkpointOf(100), extra: Buffer.from('extra') };
    const changed = changesOf(Buffer.from(formatTlogProof(proof)));
    const entry = entries[77]!;
    const answers = await go.ask<TlogProofAnswer[]>(
      'verify-tlog-proof',
      changed.map((file) => ({ ...keys, file, entry })),
    );
    let refusedByBoth = 0;
    for (const [at, answer] of answers.entries()) {
      const ours = attempt((): TlogProofResult => {
        const parsed = parseTlogProof(changed[at]!);
        return verifyTlogProof({ proof: parsed, entry, logKey, witnesses, requireWitnesses: 0 });
      });
      const isOurs = ours?.verified === true;
      if (isOurs) expect(answer).toMatchObject({ refused: '', cosigned: ours.cosigned });
      if (answer.refused !== '') {
        expect(isOurs).toBe(false);
        refusedByBoth += 1;
        continue;
      }
      expect([answer.origin, answer.size, answer.index]).toEqual([ORIGIN, 100, 77]);
      expect((answer.hashes ?? []).map(fromBase64)).toEqual(claim.proof);
    }
    expect(refusedByBoth).toBeGreaterThan(changed.length * 0.7);
  });
});

describe('this ledger verifies what Go makes', () => {
  let made: MadeLog;
  beforeAll(async () => {
    const request = { origin: 'go.example/log', sizes: [0, ...SIZES], witnesses: ['w3.example', 'w4.example'] };
    made = await go.ask<MadeLog>('make', request);
  });

  it('checkpoints with cosignatures', () => {
    const opened = made.checkpoints.map((note) =>
      openCheckpoint(
        Buffer.from(note, 'base64').toString(),
        parseVerifierKey(made.logKey),
        made.witnesses.map(parseVerifierKey),
      ),
    );
    expect(opened.map(({ checkpoint }) => checkpoint.size)).toEqual([0, ...SIZES]);
    for (const { cosigned, falselyCosigned } of opened) {
      expect(cosigned.map(({ name }) => name)).toEqual(['w3.example', 'w4.example']);
      expect(falselyCosigned).toEqual([]);
    }
  });

  it('inclusion and consistency proofs', () => {
    const inclusion = made.inclusion.map((claim) => ({
      ...claim,
      leafHash: fromBase64(claim.leafHash),
      root: fromBase64(claim.root),
      proof: claim.proof.map(fromBase64),
    }));
    const consistency = made.consistency.map((claim) => ({
      ...claim,
      fromRoot: fromBase64(claim.fromRoot),
      toRoot: fromBase64(claim.toRoot),
      proof: claim.proof.map(fromBase64),
    }));
    expect(inclusion.length).toBe(SIZES.reduce((sum, size) => sum + size, 0));
    expect(consistency.length).toBe(((SIZES.length + 1) * (SIZES.length + 2)) / 2);
    expect(inclusion.filter((claim) => !verifyInclusion(claim))).toEqual([]);
    expect(consistency.filter((claim) => !verifyConsistency(claim))).toEqual([]);
    for (const [at, claim] of inclusion.entries()) {
      const { leafHash: other } = inclusion[at === 0 ? 1 : at - 1]!;
      const isSame = Buffer.from(other).equals(claim.leafHash);
      expect(verifyInclusion({ ...claim, leafHash: other })).toBe(isSame);
    }
  });

  it('proof files, for their own entry only', () => {
    const own = { logKey: parseVerifierKey(made.logKey), witnesses: made.witnesses.map(parseVerifierKey) };
    for (const [at, file] of made.tlogProofs.entries()) {
      const proof = parseTlogProof(fromBase64(file));
      const entry = fromBase64(made.entries[at]!);
      expect(verifyTlogProof({ proof, entry, ...own })).toMatchObject({ verified: true, faults: [] });
      expect(proof.extra).toEqual(at % 2 === 1 ? Uint8Array.from(Buffer.from(`extra ${at}`)) : undefined);
      const other = fromBase64(made.entries[at ^ 1]!);
      expect(verifyTlogProof({ proof, entry: other, ...own }).verified).toBe(false);
    }
    expect(made.tlogProofs).toHaveLength(300);
  });
});
