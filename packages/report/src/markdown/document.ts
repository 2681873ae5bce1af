import type { Finding } from '@bezoar/core';
import type { ReportDocument } from '../document/report-document.ts';
import { visibleText } from '../inert/visible-text.ts';
import { blockMarkdown } from './block.ts';
import { codeSpan, inlineMarkdown, lineMarkdown } from './inline.ts';

/** How much Markdown is written. */
export interface MarkdownOptions {
  /** Longest result in UTF-16 units; what does not fit is left out, block by block, and counted. */
  readonly maxLength?: number;
}

/** A comment on GitHub holds 65,536 characters; the rest is room for what a workflow writes around the report. */
export const DEFAULT_MARKDOWN_LENGTH = 60_000;

const TONE_SIGNS = { good: '✅', bad: '❌', warn: '⚠️' } as const;

/** A report as GitHub-flavoured Markdown: the headline, the findings, then the blocks as far as they fit. */
export function renderMarkdown(document: ReportDocument, options: MarkdownOptions = {}): string {
  const { headline, tool } = document;
  const maxLength = options.maxLength ?? DEFAULT_MARKDOWN_LENGTH;
  const foot = `${inlineMarkdown(`${tool.name} ${tool.version}`)}, ${codeSpan(visibleText(document.generatedAt, { maxLength: 40 }))}`;
  const head = [
    `# ${inlineMarkdown(document.title)}`,
    `${TONE_SIGNS[headline.tone]} **Verdict:** ${inlineMarkdown(headline.verdict)}`,
    lineMarkdown(headline.sentence),
  ];
  const parts = [
    ...(document.findings.length === 0 ? [] : ['## Findings', ...document.findings.map(findingMarkdown)]),
    ...document.blocks.map(blockMarkdown),
    ...(document.inputs.length === 0 ? [] : [`## What was read\n\n${inputsMarkdown(document)}`]),
  ].filter((part) => part !== '');
  const written: string[] = [];
  // Room for the note on what was left out.
  let room = maxLength - [...head, foot].join('\n\n').length - 120;
  for (const part of parts) {
    room -= part.length + 2;
    if (room < 0) break;
    written.push(part);
  }
  const left = parts.length - written.length;
  const note = left === 0 ? [] : [`${left} more parts of this report do not fit here; the HTML report has them all.`];
  return `${[...head, ...written, ...note, foot].join('\n\n')}\n`;
}

function findingMarkdown(finding: Finding): string {
  const { location, status } = finding;
  const place =
    location === undefined ? '' : `${location.file}${location.line === undefined ? '' : `:${location.line}`}`;
  const state = status === undefined ? '' : ` (${status})`;
  return [
    `- **${finding.severity}**${state} ${codeSpan(visibleText(finding.subject, { maxLength: 200, keep: 'mark' }).trim())} ${inlineMarkdown(finding.message)}`,
    ...(place === '' ? [] : [`  - Where: ${codeSpan(visibleText(place).trim())}`]),
    `  - Remedy: ${inlineMarkdown(finding.remedy)}`,
    `  - ${codeSpan(visibleText(finding.id))}, control ${codeSpan(visibleText(finding.control))}, ${finding.threats.map((id) => codeSpan(visibleText(id))).join(', ')}`,
  ].join('\n');
}

function inputsMarkdown(document: ReportDocument): string {
  return document.inputs
    .map(
      ({ path, sha256 }) => `- ${codeSpan(visibleText(path).trim())} SHA-256 ${codeSpan(visibleText(sha256).trim())}`,
    )
    .join('\n');
}
