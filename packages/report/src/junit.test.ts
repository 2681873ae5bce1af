import type { Finding } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderJunit } from './junit.ts';
import { hostileDocument } from './testing/hostile-document.ts';
import { HOSTILE_TEXTS } from './testing/hostile-text.ts';
import { checkNesting, readTags } from './testing/markup-check.ts';

const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...Object.values(HOSTILE_TEXTS)));
const base = { ...hostileDocument(() => 'x'), generatedAt: '2026-09-01T10:12:44+02:00' };
const finding: Finding = { ...base.findings[0]!, severity: 'high', message: 'it leaks' };

describe('JUnit', () => {
  it('is well-formed XML 1.0, whatever the data', () => {
    fc.assert(
      fc.property(fc.infiniteStream(texts), (stream) => {
        const xml = renderJunit(
          hostileDocument(() => stream.next().value ?? ''),
          { failOn: 'medium' },
        );
        checkNesting(readTags(xml));
        // XML 1.0, production 2: what a document may hold.
        expect(xml).toMatch(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
      }),
      { seed: 10, numRuns: 50 },
    );
  });

  it('fails the check that found something and passes the one that did not', () => {
    const xml = renderJunit({ ...base, findings: [finding] }, { failOn: 'high' });
    expect(xml).toContain('tests="2" failures="1" errors="0" skipped="0"');
    expect(xml).toMatch(/<failure type="high" message="it leaks">/);
    expect(xml).toMatch(/corpus\/unreadable\)" time="0"><\/testcase>/);
    expect(xml).toContain('timestamp="2026-09-01T08:12:44"');
  });

  it('never reports a check that did not run as passed', () => {
    const xml = renderJunit({ ...base, findings: [], checks: ['corpus/unreadable'] }, { failOn: 'high' });
    expect(xml).toContain('tests="1"');
    expect(xml).not.toContain('trigger-phrase');
  });

  it('passes a finding below the threshold, and writes it out', () => {
    const xml = renderJunit({ ...base, findings: [finding] }, { failOn: 'critical' });
    expect(xml).toContain('failures="0"');
    expect(xml).toMatch(/<system-out>[^<]*it leaks/);
  });

  it('skips an accepted risk, and does not count a fixed finding', () => {
    expect(renderJunit({ ...base, findings: [{ ...finding, status: 'accepted' }] }, { failOn: 'high' })).toContain(
      'skipped="1"',
    );
    expect(renderJunit({ ...base, findings: [{ ...finding, status: 'fixed' }] }, { failOn: 'high' })).toContain(
      'failures="0" errors="0" skipped="0"',
    );
  });

  it('counts many findings of one code as one failure, and names the first', () => {
    const xml = renderJunit({ ...base, findings: [finding, finding, finding] }, { failOn: 'high' });
    expect(xml).toContain('failures="1"');
    expect(xml).toContain('message="3 findings, the first: it leaks"');
  });
});
