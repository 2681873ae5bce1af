import { describe, expect, it } from 'vitest';
import { formatCheckpoint } from './checkpoint.ts';
import { createCosigner, createNoteSigner, generateNoteKey } from './note-signer.ts';
import { openCheckpoint } from './open-checkpoint.ts';
import { formatNote, type NoteSignature } from './signed-note.ts';
import { parseVerifierKey } from './verifier-key.ts';

const log = createNoteSigner('example.com/log', generateNoteKey());
const logKey = parseVerifierKey(log.verifierKey);
const cosigners = ['w1', 'w2', 'w3'].map((name) => createCosigner(name, generateNoteKey()));
const [first, second, third] = cosigners;
const witnesses = cosigners.map(({ verifierKey }) => parseVerifierKey(verifierKey));
const root = new Uint8Array(32).fill(3);
const checkpoint = { origin: 'example.com/log', size: 9, root };
const text = formatCheckpoint(checkpoint);
const noteOf = (...signatures: readonly NoteSignature[]): string => formatNote({ text, signatures });
const broken = (one: NoteSignature): NoteSignature => ({
  ...one,
  signature: one.signature.with(20, one.signature[20]! ^ 1),
});

describe('openCheckpoint', () => {
  it('opens what the log signed and names the witnesses that cosigned', () => {
    const note = noteOf(third!.cosign(text, 7), log.sign(text), first!.cosign(text, 1_700_000_000));
    expect(openCheckpoint(note, logKey, witnesses)).toEqual({
      checkpoint,
      cosigned: [
        { name: 'w1', timestamp: 1_700_000_000 },
        { name: 'w3', timestamp: 7 },
      ],
      falselyCosigned: [],
    });
  });

  it('ignores signatures of unknown keys, also under a known name or a known key id', () => {
    const stranger = createCosigner('w1', generateNoteKey()).cosign(text, 1);
    const sameId = { ...log.sign(text), name: 'other.example', signature: Uint8Array.of(1) };
    const sameName = { ...log.sign(text), keyId: (logKey.keyId + 1) % 2 ** 32, signature: Uint8Array.of(1) };
    const note = noteOf(stranger, sameId, sameName, log.sign(text));
    expect(openCheckpoint(note, logKey, witnesses)).toEqual({ checkpoint, cosigned: [], falselyCosigned: [] });
  });

  it('refuses a checkpoint that the log did not sign, however many witnesses did', () => {
    const note = noteOf(...cosigners.map((cosigner) => cosigner.cosign(text, 1)));
    expect(() => openCheckpoint(note, logKey, witnesses)).toThrow(
      expect.objectContaining({ code: 'checkpoint/unsigned' }),
    );
  });

  it('refuses a false signature of the log, also beside a true one', () => {
    for (const note of [noteOf(broken(log.sign(text))), noteOf(log.sign(text), broken(log.sign(text)))]) {
      expect(() => openCheckpoint(note, logKey)).toThrow(
        expect.objectContaining({ code: 'checkpoint/false-signature' }),
      );
    }
  });

  it('refuses a changed size, root or origin', () => {
    const signatures = [log.sign(text)];
    const changes = [{ size: 8 }, { root: new Uint8Array(32) }, { origin: 'example.com/log2' }, { extensions: ['x'] }];
    for (const change of changes) {
      const note = formatNote({ text: formatCheckpoint({ ...checkpoint, ...change }), signatures });
      expect(() => openCheckpoint(note, logKey)).toThrow(
        expect.objectContaining({ code: 'checkpoint/false-signature' }),
      );
    }
  });

  it('refuses the checkpoint of another log that the same key signed', () => {
    const other = formatCheckpoint({ ...checkpoint, origin: 'example.com/other' });
    const note = formatNote({ text: other, signatures: [log.sign(other)] });
    expect(() => openCheckpoint(note, logKey)).toThrow(expect.objectContaining({ code: 'checkpoint/origin' }));
  });

  it('refuses a signed text that is no checkpoint', () => {
    const note = formatNote({ text: 'hello\n', signatures: [log.sign('hello\n')] });
    expect(() => openCheckpoint(note, logKey)).toThrow(expect.objectContaining({ code: 'checkpoint/malformed' }));
  });

  it('reports a false cosignature of a known witness and counts none of its others', () => {
    const note = noteOf(
      log.sign(text),
      first!.cosign(text, 5),
      broken(first!.cosign(text, 6)),
      second!.cosign(text, 2),
    );
    expect(openCheckpoint(note, logKey, witnesses)).toMatchObject({
      cosigned: [{ name: 'w2', timestamp: 2 }],
      falselyCosigned: ['w1'],
    });
  });

  it('counts a witness that cosigned twice once, at the newer time', () => {
    const note = noteOf(log.sign(text), first!.cosign(text, 5), first!.cosign(text, 9), first!.cosign(text, 6));
    expect(openCheckpoint(note, logKey, witnesses).cosigned).toEqual([{ name: 'w1', timestamp: 9 }]);
  });

  it('refuses keys that cannot serve together', () => {
    const note = noteOf(log.sign(text));
    const key = generateNoteKey();
    const signer = createNoteSigner('example.com/log', key);
    const itself = parseVerifierKey(createCosigner('w9', key).verifierKey);
    const twice = { ...witnesses[0]!, name: 'w4' };
    const faults: [Parameters<typeof openCheckpoint>[1], Parameters<typeof openCheckpoint>[2]][] = [
      [witnesses[0]!, []],
      [logKey, [logKey]],
      [logKey, [witnesses[0]!, twice]],
      [parseVerifierKey(signer.verifierKey), [itself]],
    ];
    for (const [one, others] of faults) {
      expect(() => openCheckpoint(note, one, others)).toThrow(expect.objectContaining({ code: 'checkpoint/keys' }));
    }
  });
});
