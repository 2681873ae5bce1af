import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatNote,
  isKeyName,
  isNoteText,
  MAX_NOTE_LENGTH,
  MAX_NOTE_SIGNATURES,
  parseNote,
  type SignedNote,
} from './signed-note.ts';

const malformed = expect.objectContaining({ code: 'note/malformed' });
const tooLarge = expect.objectContaining({ code: 'note/too-large' });

// The example of c2sp.org/signed-note.
const EXAMPLE = [
  'Ognuno sta solo sul cuor della terra',
  'trafitto da un raggio di sole:',
  '',
  'ed è subito sera.',
  '',
  '— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=',
  '',
].join('\n');

const SIGNATURE = { name: 'a', keyId: 0x01020304, signature: Uint8Array.of(5) };
const LINE = '— a AQIDBAU=\n';

const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter(isKeyName);
const anyLine = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((line) => isNoteText(`${line}\n`));
const anyNote: fc.Arbitrary<SignedNote> = fc.record({
  text: fc
    .array(
      anyLine.filter((line) => !line.includes('\n')),
      { minLength: 1, maxLength: 5 },
    )
    .map((lines) => `${lines.join('\n')}\n`),
  signatures: fc.array(
    fc.record({
      name: anyName,
      keyId: fc.integer({ min: 0, max: 0xffffffff }),
      signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
    }),
    { minLength: 1, maxLength: 20 },
  ),
});

describe('parseNote', () => {
  it('reads the example of the specification, whose text has a blank line', () => {
    const { text, signatures } = parseNote(EXAMPLE);
    expect(text).toBe(`${EXAMPLE.split('\n').slice(0, 4).join('\n')}\n`);
    expect(signatures.map(({ name, keyId, signature }) => [name, keyId.toString(16), signature.length])).toEqual([
      ['quasimodo.example/salvatore', '367ba04b', 64],
    ]);
  });

  it('is the inverse of formatNote', () => {
    fc.assert(
      fc.property(anyNote, (note) => {
        expect(parseNote(formatNote(note))).toEqual(note);
      }),
      { seed: 431 },
    );
  });

  it('refuses or reads back unchanged whatever differs from a note in a few characters', () => {
    const place = fc.nat(EXAMPLE.length);
    fc.assert(
      fc.property(place, fc.nat(3), fc.string({ unit: 'binary', maxLength: 3 }), (at, cut, insert) => {
        const changed = EXAMPLE.slice(0, at) + insert + EXAMPLE.slice(at + cut);
        let note: SignedNote;
        try {
          note = parseNote(changed);
        } catch (error) {
          expect(error).toMatchObject({ code: 'note/malformed' });
          return;
        }
        expect(formatNote(note)).toBe(changed);
      }),
      { seed: 432, numRuns: 2000 },
    );
  });

  it('keeps repeated signatures', () => {
    expect(parseNote(`t\n\n${LINE}${LINE}`).signatures).toEqual([SIGNATURE, SIGNATURE]);
  });

  it.each([
    ['nothing', ''],
    ['no signature', 't\n\n'],
    ['no blank line', `t\n${LINE}`],
    ['no final newline', `t\n\n${LINE.trimEnd()}`],
    ['no text', `\n${LINE}`],
    ['a line after the signatures', `t\n\n${LINE}more\n`],
    ['a blank line after the signatures', `t\n\n${LINE}\n`],
    ['a hyphen for the dash', 't\n\n- a AQIDBAU=\n'],
    ['an en dash', 't\n\n– a AQIDBAU=\n'],
    ['no space after the dash', 't\n\n—a AQIDBAU=\n'],
    ['two spaces', 't\n\n—  a AQIDBAU=\n'],
    ['a space at the end', 't\n\n— a AQIDBAU= \n'],
    ['a plus in the name', 't\n\n— a+b AQIDBAU=\n'],
    ['a no-break space in the name', 't\n\n— a\u00a0b AQIDBAU=\n'],
    ['an empty name', 't\n\n—  AQIDBAU=\n'],
    ['no base64', 't\n\n— a \n'],
    ['no signature after the key id', 't\n\n— a AQIDBA==\n'],
    ['base64 without padding', 't\n\n— a AQIDBAU\n'],
    ['base64 with stray bits', 't\n\n— a AQIDBAV=\n'],
    ['base64 of the URL alphabet', 't\n\n— a AQID-_8=\n'],
    ['a carriage return', `t\r\n\n${LINE}`],
    ['a tab', `t\tt\n\n${LINE}`],
    ['a NUL', `t\0\n\n${LINE}`],
    ['a lone surrogate', `t\ud800\n\n${LINE}`],
  ])('refuses %s', (_, note) => {
    expect(() => parseNote(note)).toThrow(malformed);
  });

  it('reads as many signatures as the limit says and refuses one more', () => {
    expect(parseNote(`t\n\n${LINE.repeat(MAX_NOTE_SIGNATURES)}`).signatures).toHaveLength(MAX_NOTE_SIGNATURES);
    expect(() => parseNote(`t\n\n${LINE.repeat(MAX_NOTE_SIGNATURES + 1)}`)).toThrow(tooLarge);
  });

  it('reads a note as long as the limit says and refuses one character more', () => {
    const end = `\n\n${LINE}`;
    const text = 't'.repeat(MAX_NOTE_LENGTH - end.length);
    expect(parseNote(text + end).signatures).toHaveLength(1);
    expect(() => parseNote(`t${text}${end}`)).toThrow(tooLarge);
  });
});

describe('formatNote', () => {
  it.each([
    ['a text without final newline', { text: 't', signatures: [SIGNATURE] }],
    ['a text with a control character', { text: 't\x07\n', signatures: [SIGNATURE] }],
    ['no signature', { text: 't\n', signatures: [] }],
    ['a name with a space', { text: 't\n', signatures: [{ ...SIGNATURE, name: 'a b' }] }],
    ['a name with a newline', { text: 't\n', signatures: [{ ...SIGNATURE, name: 'a\nb' }] }],
    ['a negative key id', { text: 't\n', signatures: [{ ...SIGNATURE, keyId: -1 }] }],
    ['a key id of 33 bits', { text: 't\n', signatures: [{ ...SIGNATURE, keyId: 2 ** 32 }] }],
    ['a key id that is no number', { text: 't\n', signatures: [{ ...SIGNATURE, keyId: Number.NaN }] }],
    ['an empty signature', { text: 't\n', signatures: [{ ...SIGNATURE, signature: new Uint8Array(0) }] }],
  ])('refuses %s', (_, note) => {
    expect(() => formatNote(note)).toThrow(malformed);
  });
});

describe('isKeyName', () => {
  it('takes names with any letters', () => {
    expect(['example.com/log', 'oid/1.3.6', 'è', '日本', 'a—b', '-'].filter(isKeyName)).toHaveLength(6);
  });

  it('refuses what would break a line apart', () => {
    const names = ['', ' ', 'a b', 'a+b', 'a\nb', 'a\tb', 'a\u2028b', 'a\u3000b', 'a\u0085b', 'a\0b', 'a\udc00b'];
    expect(names.filter(isKeyName)).toEqual([]);
  });
});
