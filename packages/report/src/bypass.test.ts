import { describe, expect, it } from 'vitest';
import { renderHtml } from './html/page.ts';
import { displayWidth } from './inert/display-width.ts';
import { visibleText } from './inert/visible-text.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown/document.ts';
import { renderSarif } from './sarif/sarif.ts';
import { renderTerminal } from './terminal/renderer.ts';
import { hostileBlocks, hostileDocument } from './testing/hostile-document.ts';
import { HOSTILE_TEXTS } from './testing/hostile-text.ts';
import { proseOf } from './testing/markdown-check.ts';
import { checkNesting, readTags } from './testing/markup-check.ts';

/** Characters that act on whoever reads the raw file, in any format. */
const ACTIVE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Cs}\p{Co}\u{e0000}-\u{e007f}]/u;

describe.each(Object.entries(HOSTILE_TEXTS))('%s', (_, text) => {
  const document = hostileDocument(() => text);

  it('cannot act in a terminal', () => {
    for (const columns of [40, 120]) {
      const output = renderTerminal(
        hostileBlocks(() => text),
        { columns, color: false, unicode: true },
      );
      expect(output).not.toMatch(ACTIVE);
      for (const line of output.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('cannot act in a page', () => {
    const page = renderHtml(document);
    const tags = readTags(page);
    checkNesting(tags, ['meta']);
    expect(tags.filter(({ name }) => /^(?:script|img|iframe|object|embed|form|input|link|base)$/.test(name))).toEqual(
      [],
    );
    expect(page).not.toMatch(ACTIVE);
  });

  it('cannot act in SARIF, JUnit or Markdown', () => {
    const markdown = renderMarkdown(document);
    proseOf(markdown);
    expect(markdown).not.toMatch(ACTIVE);
    const junit = renderJunit(document, { failOn: 'low' });
    checkNesting(readTags(junit));
    expect(junit).not.toMatch(ACTIVE);
    expect(renderSarif(document)).not.toMatch(ACTIVE);
  });
});

describe('what a reader sees of an evasion', () => {
  it.each([
    ['bidirectional override', 'pay⟨U+202E⟩000,1$⟨U+202C⟩ now ⟨U+2066⟩x⟨U+2069⟩'],
    ['carriage return that overwrites', 'malicious⟨U+000D⟩benign   '],
    ['bytes in variation selectors', '😀⟨U+E0101⟩⟨U+E0102⟩⟨U+FE01⟩⟨U+FE02⟩'],
    ['zero-width characters', 'zep⟨U+200B⟩hyr⟨U+200C⟩⟨U+200D⟩⟨U+2060⟩⟨U+FEFF⟩ lan⟨U+00AD⟩tern'],
    ['lone surrogates', '⟨U+D800⟩ ⟨U+DC00⟩ x⟨U+DBFF⟩'],
    ['combining-mark stack (zalgo)', 'Z\u0301\u0327\u0338\u0301⟨+116 combining⟩algo'],
    ['combining mark without base', '◌\u0338\u0301start'],
    ['imitation of a mark', '⟨U+27E8⟩U+200B⟩ ⟨U+27E8⟩+3 combining⟩ ⟨U+23CE⟩ <U+001B>'],
  ])('%s', (name, shown) => {
    expect(visibleText(HOSTILE_TEXTS[name]!)).toBe(shown);
  });
});
