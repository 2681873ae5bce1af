import { isAtLeast, isOpen } from '@bezoar/core';
import type { Block, Line } from '@bezoar/report';
import type { ScanResult } from '../scan.ts';
import { capBlocks } from './contribution-blocks.ts';
import { hazardLines, readLines, unreadableBlocks } from './coverage-blocks.ts';
import { comparisonBlocks, contributorLine, familySentence, severitySpan } from './family-blocks.ts';
import { scanHeadline } from './headline.ts';
import { projectBlocks } from './project-blocks.ts';
import { searchedBlocks } from './searched-blocks.ts';

/** Families that a screen shows. */
const SHOWN_FAMILIES = 4;

/** Options of `terminalReport`. */
export interface TerminalReportOptions {
  /** False keeps records' text out. */
  readonly excerpts: boolean;
  /** What to do next, as commands. */
  readonly next: readonly { readonly command: string; readonly note: string }[];
}

/** A scan on one screen: what was read, the families, one of them in full, what cannot be seen, what to do next. */
export function terminalReport(result: ScanResult, options: TerminalReportOptions): Block[] {
  const { document, scan } = result;
  const { verdict, tone, sentence } = scanHeadline(result);
  const blocks: Block[] = [
    {
      kind: 'text',
      lines: [
        [{ text: `${verdict}  `, style: tone }, ...(typeof sentence === 'string' ? [{ text: sentence }] : sentence)],
      ],
    },
    { kind: 'text', tone: 'note', lines: readLines(result) },
    ...unreadableBlocks(result),
    ...projectBlocks(result.document),
    ...searchedBlocks(result.document),
  ];
  // Beside a finding that counts, weak signs only distract; without one they are what there is to look at.
  const least = document.verdict === 'findings' ? 'medium' : 'low';
  const closed = new Set(document.findings.filter((finding) => !isOpen(finding)).map(({ id }) => id));
  const open = scan.families.filter(({ finding }) => !closed.has(finding.id) && isAtLeast(finding.severity, least));
  const shown = open.slice(0, SHOWN_FAMILIES);
  if (shown.length > 0) {
    const rest = open.length - shown.length;
    blocks.push(
      {
        kind: 'heading',
        level: 2,
        text:
          rest > 0
            ? `Phrases that may decide the answer (${shown.length} of ${open.length})`
            : 'Phrases that may decide the answer',
      },
      {
        kind: 'list',
        items: shown.map((family): Line => {
          const status = document.findings.find(({ id }) => id === family.finding.id)?.status;
          return [
            severitySpan(family.finding.severity),
            { text: '  ' },
            { text: family.finding.subject, style: 'code' },
            { text: `: ${familySentence(family)}${status === undefined ? '' : ` [${status}]`}` },
          ];
        }),
      },
    );
  }
  const lead = shown[0];
  if (lead !== undefined && document.verdict === 'findings') {
    if (options.excerpts) blocks.push(...comparisonBlocks(lead, 2));
    const { contributors, accounts } = lead.finding.evidence;
    blocks.push({
      kind: 'text',
      lines: [
        [{ text: 'accounts behind it: ', style: 'strong' }, ...spans(contributorLine(contributors, accounts, 6))],
      ],
    });
  }
  blocks.push(
    { kind: 'heading', level: 2, text: 'Actions without their precondition' },
    { kind: 'list', items: hazardLines(result) },
  );
  blocks.push(...capBlocks(document.contributions));
  blocks.push(
    { kind: 'heading', level: 2, text: 'What this scan cannot see' },
    { kind: 'list', items: document.coverage.limits },
  );
  if (options.next.length > 0) {
    blocks.push({ kind: 'heading', level: 2, text: 'Next' });
    for (const { command, note } of options.next) blocks.push({ kind: 'command', command, note });
  }
  return blocks;
}

function spans(line: Line): readonly { readonly text: string }[] {
  return typeof line === 'string' ? [{ text: line }] : line;
}
