import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameColour, parseColour } from './colour.ts';
import { readMarkdown } from './markdown-page.ts';
import { readPage } from './page-segments.ts';
import { decodeEntities, tokenizeHtml } from './tokenize-html.ts';

const markup = fc
  .array(
    fc.constantFrom(
      '<',
      '>',
      '/',
      '!',
      '--',
      '-->',
      '<!--',
      'p',
      'div',
      ' style="display:none"',
      '"',
      "'",
      '=',
      '<p',
      '</p>',
      '<script>',
      '</script>',
      '<style>',
      '&#65;',
      'word ',
      '\n',
      '[a](',
      ')',
      '`',
      '```\n',
      '<template>',
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

describe('tokenizeHtml', () => {
  it('covers every character exactly once, whatever the bytes', () => {
    fc.assert(
      fc.property(markup, (html) => {
        let at = 0;
        for (const { start, end } of tokenizeHtml(html)) {
          expect(start).toBe(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBe(html.length);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('takes the first of two attributes of one name, as browsers do', () => {
    const [tag] = tokenizeHtml('<p style="color:red" STYLE="display:none">');
    expect(tag?.kind === 'open' && tag.attributes.get('style')).toBe('color:red');
  });

  it('leaves a sign of comparison as text', () => {
    expect(Array.from(tokenizeHtml('a <b and c'), ({ kind }) => kind)).toEqual(['text', 'malformed']);
    expect(Array.from(tokenizeHtml('x <y and z'), ({ kind }) => kind)).toEqual(['text']);
  });

  it('decodes character references by number and name', () => {
    expect(decodeEntities('&#73;gn&#x6f;re &lt;b&gt; &unknown; &amp;')).toBe('Ignore <b> &unknown; &');
  });
});

describe('readPage and readMarkdown', () => {
  it('never throw, and lose no word of plain text', () => {
    fc.assert(
      fc.property(markup, (html) => {
        for (const page of [readPage(html), readMarkdown(html)]) expect(typeof page.visible).toBe('string');
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('read a page of deep nesting in linear time (CWE-674)', () => {
    const page = readPage(`${'<div>'.repeat(100_000)}end`);
    expect(page.visible.trim()).toBe('end');
    expect(page.malformed).toHaveLength(1);
  });

  it('read many unclosed comments, quotes and tags in linear time (CWE-407)', () => {
    for (const piece of ['<!--', '<p a="', '<p ', '</', '&#', '[a](b "', '`', '<style>', '<x y=']) {
      readPage(piece.repeat(10_000));
      readMarkdown(piece.repeat(10_000));
    }
  });

  it('let a child undo a font size of zero, and not a display of none', () => {
    const shown = readPage('<div style="font-size:0"><p style="font-size:16px">seen</p></div>');
    expect(shown.visible).toContain('seen');
    const hidden = readPage('<div style="display:none"><p style="display:block">unseen</p></div>');
    expect(hidden.visible).not.toContain('unseen');
    expect(hidden.hidden[0]?.text).toContain('unseen');
  });

  it('hold the first of nested ways of hiding, by class, id and tag of a style sheet', () => {
    const page = readPage(
      '<style>@media screen { .a, #b { display : none !important } }</style><i class="x A">one</i><i id="b">two</i>',
    );
    expect(page.visible.trim()).toBe('');
    expect(page.hidden.map(({ text }) => text).join(' ')).toContain('one');
  });

  it('show code of Markdown as text', () => {
    expect(readMarkdown('`<p hidden>x</p>` and <i>y</i>').visible).toContain('<p hidden>x</p>');
  });
});

describe('colours', () => {
  it.each([
    ['#fff', 'white', true],
    ['#fefefe', 'rgb(255, 255, 255)', true],
    ['rgba(0,0,0,0)', 'white', true],
    ['#eee', '#fff', false],
    ['black', 'white', false],
    ['hsl(0, 0%, 100%)', '#fff', true],
  ])('%s on %s: %s', (text, ground, isSame) => {
    expect(isSameColour(parseColour(text)!, parseColour(ground)!)).toBe(isSame);
  });

  it('are undefined where they are not known', () => {
    for (const text of ['', 'var(--x)', '#12', 'rgb(1)', 'currentcolor']) expect(parseColour(text)).toBeUndefined();
  });
});
