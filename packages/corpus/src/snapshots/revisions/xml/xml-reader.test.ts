import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createXmlReader } from './xml-reader.ts';

/** What a document says, or the fault, read in pieces of a length. */
function read(document: string, pieceLength = document.length): string {
  const told: string[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') told.push(`"${text}"`);
    text = '';
  };
  const reader = createXmlReader({
    open: (name, attributes) => {
      flush();
      told.push([`<${name}`, ...[...attributes].map(([key, value]) => `${key}=${value}`)].join(' '));
      return undefined;
    },
    text: (piece) => {
      text += piece;
      return undefined;
    },
    close: (name) => {
      flush();
      told.push(`/${name}`);
      return undefined;
    },
  });
  for (let at = 0; at < document.length; at += Math.max(1, pieceLength)) {
    const fault = reader.feed(document.slice(at, at + Math.max(1, pieceLength)));
    if (fault !== undefined) return `line ${fault.line}: ${fault.reason}`;
  }
  const fault = reader.finish();
  return fault === undefined ? told.join(' ') : `line ${fault.line}: ${fault.reason}`;
}

describe('a document', () => {
  it('is told in its order', () => {
    expect(read('<?xml version="1.0" encoding="utf-8"?>\n<a x="1" y=\'&lt;\'>b<c/>d</a>\n')).toBe(
      '<a x=1 y=< "b" <c /c "d" /a',
    );
  });

  it('has the five references and character numbers, and line feeds', () => {
    expect(read('<a>&amp;&lt;&gt;&quot;&apos;&#65;&#x1F600;\r\nx\ry&#13;</a>')).toBe(
      '<a "&<>"\'A\u{1f600}\nx\ny\r" /a',
    );
  });

  it('passes over comments', () => {
    expect(read('<!-- a --><a>b<!-- </a> -->c</a>')).toBe('<a "bc" /a');
  });

  it('says the same however it is cut', () => {
    const documents = [
      '<a x="&quot;>">b &amp; c\r\nd<e/><!-- f --></a>\r\n',
      '<a>&nbsp;</a>',
      '<a><b></a>',
      '<a>\n\n&#0;</a>',
    ];
    for (const document of documents) {
      for (let length = 1; length < 12; length++) expect(read(document, length)).toBe(read(document));
    }
  });
});

describe('what is not an export', () => {
  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an entity that grows', '<!DOCTYPE l [<!ENTITY a "&b;&b;"><!ENTITY b "x">]><l>&a;</l>'],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['an unknown reference', '<a>&nbsp;</a>'],
    ['a reference without its end', '<a>& b</a>'],
    ['a character that XML does not have', '<a>&#0;</a>'],
    ['half a character', '<a>&#xD800;</a>'],
    ['a control character', '<a>\u0008</a>'],
    ['a processing instruction', '<a><?php x ?></a>'],
    ['another encoding', '<?xml version="1.0" encoding="utf-16"?><a/>'],
    ['a section of character data', '<a><![CDATA[<b>]]></a>'],
    ['a tag that closes another', '<a><b></a></b>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['a second document', '<a/><b/>'],
    ['text outside', '<a/>b'],
    ['no end', '<a><b>'],
    ['half a tag', '<a'],
    ['nothing', ''],
    ['too deep a nesting', '<a>'.repeat(100)],
    ['a tag without an end', `<a b="${'x'.repeat(100_000)}`],
    ['a comment without an end', `<a><!-- ${'x'.repeat(100_000)}`],
  ])('is a fault with its line: %s', (_name, document) => {
    expect(read(document)).toMatch(/^line \d+: /);
    expect(read(document, 7)).toMatch(/^line \d+: /);
  });

  it('names the line', () => {
    expect(read('<a>\n<b>\n</c></a>')).toBe('line 3: `</c>` where `b` is open');
  });

  it('never throws, and tells the same however it is cut', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '"',
      "'",
      '&',
      ';',
      '&amp;',
      '<a>',
      '</a>',
      '<!--',
      '-->',
      '\r',
      '\n',
      '=',
      ' ',
      'x',
      '<?',
      '<!',
      '#x',
      ']]>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (pieces, length) => {
        const document = `<a>${pieces.join('')}`;
        expect(read(document, length)).toBe(read(document));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
