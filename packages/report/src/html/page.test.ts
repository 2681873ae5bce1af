import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileDocument } from '../testing/hostile-document.ts';
import { HOSTILE_TEXTS } from '../testing/hostile-text.ts';
import { checkNesting, readTags } from '../testing/markup-check.ts';
import { findingAnchor } from './anchor.ts';
import { renderHtml } from './page.ts';

const VOIDS = ['meta'];
const TAGS = new Set(
  'html head meta title style body header p a span time h1 h2 h3 h4 section ul li nav main div figure figcaption article strong code bdi dl dt dd mark table caption thead tbody tr th td svg rect line text circle g pre details summary'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'lang dir charset http-equiv content name class title id href rel scope role viewBox preserveAspectRatio width height x y x1 x2 y1 y2 cx cy r opacity transform text-anchor aria-label'.split(
    ' ',
  ),
);
const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...Object.values(HOSTILE_TEXTS)));

describe('the HTML page', () => {
  it('holds only our own tags and attributes, well nested, whatever the data', () => {
    fc.assert(
      fc.property(fc.infiniteStream(texts), (stream) => {
        const page = renderHtml(hostileDocument(() => stream.next().value ?? ''));
        const tags = readTags(page);
        checkNesting(tags, VOIDS);
        for (const { name, attributes } of tags) {
          expect(TAGS).toContain(name);
          for (const [key, value] of Object.entries(attributes)) {
            expect(ATTRIBUTES).toContain(key);
            if (key === 'href') expect(value).toMatch(/^(?:#[\w-]+|https:\/\/[\w./~-]+)$/);
            if (key === 'id') expect(value).toMatch(/^[\w-]+$/);
          }
        }
        expect(page).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b\ufeff\p{Cs}]/u,
        );
      }),
      { seed: 8, numRuns: process.env.BEZOAR_THOROUGH === '1' ? 40 : 15 },
    );
  });

  it('fails its own check where markup leaks', () => {
    expect(() => readTags('<p><img src=x></p>')).toThrow('no tag');
    expect(() => readTags('<p>a & b</p>')).toThrow('bare');
    expect(() => checkNesting(readTags('<p><b></p>'))).toThrow('closes nothing');
  });

  const page = renderHtml(hostileDocument(() => 'z\u200bephyr <b>'));

  it('sets each hidden character apart, with its name', () => {
    expect(page).toContain('<span class="inv" title="ZERO WIDTH SPACE">⟨U+200B⟩</span>');
    expect(page).toContain('ephyr &#60;b&#62;');
  });

  it('forbids all loading and scripts by policy, and has none', () => {
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    expect(page).not.toMatch(/<script|<iframe|<link|<img|@import|url\(/i);
  });

  it('has one heading of the first rank, a section of findings and an anchor for each', () => {
    const document = hostileDocument(() => 'x');
    const id = 'corpus/trigger-phrase:0123';
    const finding = { ...document.findings[0]!, id };
    const html = renderHtml({ ...document, findings: [finding] });
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(findingAnchor(id)).toBe('finding-corpus-trigger-phrase-0123');
    expect(html).toContain(`id="${findingAnchor(id)}"`);
    expect(html).toContain('Data and Model Poisoning');
  });

  it('tells checks that found nothing from those that did', () => {
    const document = hostileDocument(() => 'x');
    expect(renderHtml(document)).toMatch(/corpus\/unreadable.{0,60}nothing found/);
    expect(renderHtml({ ...document, checks: [] })).not.toContain('nothing found');
  });

  it('does not fail on evidence without a JSON form', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const document = hostileDocument(() => 'x');
    const html = renderHtml({ ...document, findings: [{ ...document.findings[0]!, evidence: cycle }] });
    expect(html).toContain('no JSON form');
  });
});
