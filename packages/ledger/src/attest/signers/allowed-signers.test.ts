import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softwareKey } from '../sshsig/testing/software-key.ts';
import { parseAllowedSigners } from './allowed-signers.ts';
import { matchesPattern } from './pattern.ts';
import { parseSignerTime } from './signer-options.ts';
import { keysOfPrincipal, signerStanding } from './standing.ts';

const ANN = softwareKey('ssh-ed25519');
const BOB = softwareKey('ecdsa-sha2-nistp256');
const NAMESPACE = 'decision@bezoar';
const NOW = Date.UTC(2026, 10, 5);
const standingOf = (file: string, key = ANN, namespace = NAMESPACE, at = NOW) =>
  signerStanding(parseAllowedSigners(file), key.fingerprint, namespace, at);

describe('an allowed-signers file', () => {
  it('says who a key stands for', () => {
    const file = `# people\n\n  ann@example.com,ann ${ANN.line} laptop\r\nbob@example.com\t${BOB.line}\n`;
    const signers = parseAllowedSigners(file);
    expect(signers.map(({ line, principals }) => [line, ...principals])).toEqual([
      [3, 'ann@example.com', 'ann'],
      [4, 'bob@example.com'],
    ]);
    expect(standingOf(file)).toEqual({ allowed: true, principals: ['ann', 'ann@example.com'] });
    expect(standingOf(file, softwareKey('ssh-ed25519'))).toMatchObject({ code: 'signers/unknown-key' });
  });

  it('restricts a key to namespaces, given as patterns', () => {
    const file = `ann namespaces="git,*@bezoar,!old@bezoar" ${ANN.line}`;
    expect(standingOf(file).allowed).toBe(true);
    expect(standingOf(file, ANN, 'git').allowed).toBe(true);
    for (const namespace of ['old@bezoar', 'file', 'Git']) {
      expect(standingOf(file, ANN, namespace)).toMatchObject({ code: 'signers/wrong-namespace' });
    }
  });

  it('restricts a key to a time, both ends included', () => {
    const file = `ann valid-after="20261101Z",valid-before="20261105120000Z" ${ANN.line}`;
    const at = (day: number, hour = 0, second = 0) =>
      standingOf(file, ANN, NAMESPACE, Date.UTC(2026, 10, day, hour, 0, second));
    for (const allowed of [at(1), at(5), at(5, 12)]) expect(allowed.allowed).toBe(true);
    const late = { allowed: false, code: 'signers/not-valid-then' };
    expect(at(5, 12, 1)).toMatchObject(late);
    expect(standingOf(file, ANN, NAMESPACE, Date.UTC(2026, 10, 1) - 1)).toMatchObject(late);
    for (const never of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(standingOf(`ann ${ANN.line}`, ANN, NAMESPACE, never)).toMatchObject(late);
    }
  });

  it('names nobody by a wildcard, and yet knows whose key it may be', () => {
    expect(standingOf(`*@example.com ${ANN.line}`)).toMatchObject({ code: 'signers/unknown-key' });
    expect(standingOf(`*@example.com,ann@example.com,!eve ${ANN.line}`)).toMatchObject({
      principals: ['ann@example.com'],
    });
    expect(standingOf(`ann,!a?? ${ANN.line}`)).toMatchObject({ code: 'signers/unknown-key' });
    const signers = parseAllowedSigners(`*@Example.com valid-before="20200101Z" ${ANN.line}\nbob ${BOB.line}`);
    expect([...keysOfPrincipal(signers, 'ANN@example.com')]).toEqual([ANN.fingerprint]);
    expect([...keysOfPrincipal(signers, 'bob')]).toEqual([BOB.fingerprint]);
    expect([...keysOfPrincipal(signers, 'eve')]).toEqual([]);
  });

  it('reads principals in quotes, and options in any case', () => {
    expect(standingOf(`"ann,ann2" Namespaces="${NAMESPACE}" ${ANN.line}`)).toMatchObject({
      principals: ['ann', 'ann2'],
    });
  });

  it('names all the faults at once, each with its line', () => {
    const file = `ann ${ANN.line}\nann ssh-ed25519\nann cert-authority ${ANN.line}\n\n,bob foo="x",foo="y" ${BOB.line}\n`;
    let message = '';
    try {
      parseAllowedSigners(file);
    } catch (error) {
      message = (error as Error).message;
    }
    const found = [...message.matchAll(/line (\d)/g)].map(([, line]) => line);
    expect(found).toEqual(['2', '3', '5', '5', '5', '5']);
    expect(message).toMatch(/public key.*cert-authority.*empty pattern.*unknown option `foo`.*twice/s);
  });
});

describe('a time in an allowed-signers file', () => {
  it.each([
    ['20261105', Date.UTC(2026, 10, 5)],
    ['20261105Z', Date.UTC(2026, 10, 5)],
    ['202611050912', Date.UTC(2026, 10, 5, 9, 12)],
    ['20261105091244Z', Date.UTC(2026, 10, 5, 9, 12, 44)],
    ['2026110', undefined],
    ['20260230', undefined],
    ['2026110509', undefined],
    ['202611052400', undefined],
    ['2026-11-05', undefined],
    ['19700101', undefined],
    ['20261105z', undefined],
    ['20261105Z ', undefined],
    ['', undefined],
  ])('%s is %s', (text, ms) => {
    expect(parseSignerTime(text)).toBe(ms);
  });
});

describe('a pattern', () => {
  it.each([
    ['ann', 'ann', true],
    ['ann', 'an', false],
    ['ann', 'a*', true],
    ['ann', '*n', true],
    ['ann', '???', true],
    ['ann', '????', false],
    ['', '*', true],
    ['', '?', false],
    ['a.b', 'a.b', true],
    ['axb', 'a.b', false],
    ['ann', 'Ann', false],
    ['aab', '*a?', true],
    ['abcabd', '*abd', true],
  ])('of %j and %j: %s', (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const letters = (alphabet: string) =>
      fc.array(fc.constantFrom(...alphabet), { maxLength: 8 }).map((all) => all.join(''));
    const property = fc.property(letters('ab'), letters('ab*?'), (text, pattern) => {
      const regex = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      return matchesPattern(text, pattern) === regex.test(text);
    });
    fc.assert(property, { seed: 50, numRuns: 3000 });
  });

  it('is bounded in work when it is hostile', () => {
    expect(matchesPattern('a'.repeat(256), `${'*a'.repeat(120)}b`)).toBe(false);
  });
});
