import { countWords, plural } from '@bezoar/core';
import type { Block, Line } from '@bezoar/report';
import type { ScanResult } from '../scan.ts';

const MAX_LISTED = 5;

/** What was read, in one or two lines. */
export function readLines({ document, scan }: ScanResult): Line[] {
  const { corpus, inputs } = document;
  const months = inputs.filter(({ role }) => role === 'month');
  const files = months.length === 1 ? (months[0]?.path ?? '') : `${months.length} files`;
  const trusted = inputs.filter(({ role }) => role === 'trusted');
  const against =
    trusted.length === 0
      ? 'no trusted corpus, so against a small reference of ordinary English'
      : `against ${plural(scan.trustedRecords, 'trusted record')} from ${trusted.map(({ path }) => path).join(', ')}`;
  return [
    `${countWords(corpus.records, corpus.principals, corpus.tenants)}${corpus.principals === 0 ? ' that name no account' : ''}, ${megabytes(corpus.bytes)} from ${files}`,
    against,
  ];
}

/** What could not be read: the first places, and how many more. */
export function unreadableBlocks({ scan }: ScanResult): Block[] {
  if (scan.unreadableCount === 0) return [];
  const places = scan.unreadable.slice(0, MAX_LISTED);
  const items = places.map(({ file, line, reason }) => `${file}${line === undefined ? '' : `:${line}`}: ${reason}`);
  const more = scan.unreadableCount - places.length;
  return [
    { kind: 'heading', level: 2, text: 'Not read' },
    { kind: 'list', items: more > 0 ? [...items, `and ${more} more`] : items },
  ];
}

/** Which tools the hazard check covers, and how they fared. */
export function hazardLines({ scan }: ScanResult): Line[] {
  const lines: Line[] = scan.findings
    .filter(({ code }) => code === 'corpus/hazard-without-precondition')
    .map(({ message, severity }): Line => [{ text: severity, style: 'bad' }, { text: `  ${message}` }]);
  const covered = scan.hazards.map(
    ({ hazard }) => `${hazard.action} after ${hazard.precondition?.after.join(' and ') ?? 'nothing: never'}`,
  );
  const origin = scan.hazards[0]?.hazard.origin === 'declared' ? 'declared' : 'learned from the trusted corpus';
  lines.push(
    covered.length === 0
      ? 'no tool is covered: give --hazards, or a trusted corpus with at least 50 calls of a tool'
      : `covered (${origin}): ${covered.join('; ')}`,
  );
  if (scan.uncoveredTools.length > 0) {
    const named = scan.uncoveredTools.slice(0, 6).map(({ tool, calls }) => `${tool} (${calls})`);
    const rest = scan.uncoveredTools.length - named.length;
    lines.push(`not covered: ${named.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`);
  }
  return lines;
}

/** Bytes as megabytes, 10^6. */
export function megabytes(bytes: number): string {
  return bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
