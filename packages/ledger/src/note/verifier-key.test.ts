import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVerifierKey, parseVerifierKey, verifierKeyText } from './verifier-key.ts';

// golang.org/x/mod/sumdb/note, package documentation.
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
// The key of the Go checksum database, built into every Go toolchain; golang.org/x/mod/sumdb.
const SUMDB = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
// github.com/transparency-dev/formats v0.1.1, note/note_cosigv1_test.go.
const REMORA = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2';

describe('parseVerifierKey', () => {
  it.each([
    [PETER, 'PeterNeumann', 0xc74f20a3, 'ed25519'],
    [SUMDB, 'sum.golang.org', 0x033de0ae, 'ed25519'],
    [REMORA, 'remora.n621.de', 0xda77ade7, 'cosignature/v1'],
  ])('reads the published key %s and writes it back', (text, name, keyId, type) => {
    const key = parseVerifierKey(text);
    expect(key).toMatchObject({ name, keyId, type });
    expect(verifierKeyText(key)).toBe(text);
  });

  it('is the inverse of verifierKeyText', () => {
    const types = fc.constantFrom('ed25519' as const, 'cosignature/v1' as const);
    fc.assert(
      fc.property(types, fc.uint8Array({ minLength: 32, maxLength: 32 }), (type, publicKey) => {
        const key = createVerifierKey('log.example', type, publicKey);
        expect(parseVerifierKey(verifierKeyText(key))).toEqual(key);
      }),
      { seed: 441 },
    );
  });

  it('refuses a key in which any one character changed', () => {
    for (let at = 0; at < PETER.length; at += 1) {
      for (const other of ['A', '+', '0', ' ', '\n', '='].filter((one) => one !== PETER[at])) {
        const changed = PETER.slice(0, at) + other + PETER.slice(at + 1);
        expect(() => parseVerifierKey(changed), changed).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/^note\/key-(?:id|type|malformed)$/) }),
        );
      }
    }
  });

  it.each([
    ['note/key-id', PETER.replace('c74f20a3', 'c74f20a4')],
    ['note/key-malformed', PETER.replace('c74f20a3', 'C74F20A3')],
    ['note/key-malformed', PETER.slice(0, -4)],
    ['note/key-malformed', 'PeterNeumann+c74f20a3'],
    ['note/key-malformed', 'PeterNeumann+c74f20a3+'],
    ['note/key-malformed', `Peter Neumann${PETER.slice(12)}`],
    ['note/key-malformed', `${PETER}\n`],
    ['note/key-malformed', `${'n'.repeat(1024)}${PETER}`],
    ['note/key-malformed', ''],
    // Type 0x65, with the key id that Go's tests give for it: golang.org/x/mod/sumdb/note/note_test.go.
    ['note/key-type', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    // An ECDSA key, type 0x02: the former log of sigstore; github.com/transparency-dev/formats, note_verifier_test.go.
    [
      'note/key-type',
      'rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=',
    ],
  ])('refuses with %s `%s`', (code, text) => {
    expect(() => parseVerifierKey(text)).toThrow(expect.objectContaining({ code }));
  });
});
