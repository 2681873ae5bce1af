import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softwareKey } from '../sshsig/testing/software-key.ts';
import { wireString } from '../sshsig/wire.ts';
import { parseAllowedSigners } from './allowed-signers.ts';

const { line } = softwareKey('ssh-ed25519');
const rsa = softwareKey('ssh-rsa', { bits: 1024 });
const certificate = Buffer.concat(['ssh-ed25519-cert-v01@openssh.com', 'x'].map(wireString)).toString('base64');

describe('an allowed-signers file that was tampered with', () => {
  it.each([
    ['a certificate authority', `* cert-authority ${line}`, /cert-authority/],
    ['a certificate authority in capitals', `* CERT-AUTHORITY ${line}`, /cert-authority/],
    ['a certificate', `ann ssh-ed25519-cert-v01@openssh.com ${certificate}`, /is a certificate/],
    ['an option that is not understood', `ann no-touch-required ${line}`, /unknown option `no-touch-required`/],
    ['an option whose value has no quotes', `ann namespaces=decision@bezoar ${line}`, /expected options/],
    ['an option without its value', `ann namespaces ${line}`, /needs a value/],
    ['an option twice', `ann namespaces="a",namespaces="*" ${line}`, /twice/],
    ['an empty namespace', `ann namespaces="" ${line}`, /empty pattern/],
    ['a quote that is not closed', `ann namespaces="a ${line}`, /expected options/],
    ['a backslash in a value', `ann namespaces="a\\" ${line}`, /expected options/],
    ['a comma after the last option', `ann namespaces="a", ${line}`, /expected options/],
    ['an option after white space', `ann namespaces="a" valid-before="20200101" ${line}`, /expected a public key/],
    ['a day that does not exist', `ann valid-before="20260230Z" ${line}`, /expected YYYYMMDD/],
    [
      'a time that ends before it begins',
      `ann valid-after="20270101Z",valid-before="20260101Z" ${line}`,
      /never valid/,
    ],
    ['principals in an open quote', `"ann ${line}`, /quote that is not closed/],
    ['an empty principal', `ann,,bob ${line}`, /empty pattern/],
    ['exclusions only', `!ann ${line}`, /nothing matches/],
    ['a look-alike letter in a principal', `\u0430nn ${line}`, /printable ASCII/],
    ['an invisible character in a principal', `ann\u200b ${line}`, /printable ASCII/],
    ['a byte order mark', `\ufeffann ${line}`, /printable ASCII/],
    ['a long principal', `${'a'.repeat(257)} ${line}`, /at most 256/],
    ['a type that its key does not have', `ann ssh-rsa ${line.split(' ')[1]}`, /the line says `ssh-rsa`/],
    [
      'a key in the alphabet for URLs',
      `ann ssh-ed25519 ${line.split(' ')[1]?.replaceAll('A', '-')}`,
      /expected a public key/,
    ],
    ['a weak key', `ann ${rsa.line}`, /at least 2048 bits, got 1024/],
    ['a DSA key', `ann ssh-dss ${Buffer.from(wireString('ssh-dss')).toString('base64')}`, /not supported/],
    ['a line that is too long', `ann ${line} ${'x'.repeat(20_000)}`, /at most 16384 characters/],
    ['a terminal escape', `ann ${line} \u001b[2J`, /control character/],
    ['a carriage return that hides the line', `ann ${line}\r# nothing`, /control character/],
    ['a null', `ann\0 ${line}`, /control character/],
    ['principals alone', 'ann', /expected a public key/],
  ])('is refused whole: %s', (_what, file, message) => {
    const read = () => parseAllowedSigners(`# a file\nbob ${line}\n${file}\n`);
    expect(read).toThrow(message);
    expect(read).toThrow(
      expect.objectContaining({ code: 'signers/malformed', message: expect.stringContaining('line 3: ') }),
    );
  });

  it('is refused whole: too many bytes, and bytes that are not UTF-8', () => {
    expect(() => parseAllowedSigners(new Uint8Array(1_048_577))).toThrow(/at most 1048576 bytes, got 1048577/);
    expect(() => parseAllowedSigners(Uint8Array.of(0x61, 0xff))).toThrow(/not UTF-8/);
  });

  it('gives typed errors only, whatever is written over it', () => {
    const good = Buffer.from(`"ann,bob" namespaces="a,b",valid-after="20200101Z" ${line} x\n# y\ncarl ${line}\n`);
    const edit = fc.tuple(fc.nat(good.length), fc.nat(5), fc.uint8Array({ maxLength: 5 }));
    const property = fc.property(edit, ([at, removed, added]) => {
      try {
        parseAllowedSigners(Buffer.concat([good.subarray(0, at), added, good.subarray(at + removed)]));
        return true;
      } catch (error) {
        return (error as { code?: string }).code === 'signers/malformed';
      }
    });
    fc.assert(property, { seed: 51, numRuns: 2000 });
  });
});
