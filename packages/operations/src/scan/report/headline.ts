import { isAtLeast, isOpen, plural } from '@bezoar/core';
import type { Headline } from '@bezoar/report';
import type { ScanResult } from '../scan.ts';

/** The one sentence that a reader takes away from a scan. */
export function scanHeadline({ document, scan }: ScanResult): Headline {
  const serious = document.findings.filter((finding) => isOpen(finding) && isAtLeast(finding.severity, 'high'));
  const cut = scan.unreadableCount > 0 ? ` ${plural(scan.unreadableCount, 'place')} could not be read.` : '';
  if (document.verdict === 'undecided') {
    return {
      verdict: 'undecided',
      tone: 'warn',
      sentence: `Not everything could be read, so this is not a clean result.${cut}`,
    };
  }
  if (document.verdict === 'clean') {
    const candidates = document.findings.filter(isOpen).length;
    const rest = candidates === 0 ? '' : ` ${plural(candidates, 'weaker sign')} listed below.`;
    return {
      verdict: 'clean',
      tone: 'good',
      sentence: `No sign of planting that counts in ${plural(document.corpus.records, 'record')}.${rest}`,
    };
  }
  const lead = scan.families.find(({ finding }) => serious.some(({ id }) => id === finding.id));
  if (lead === undefined) {
    return {
      verdict: 'findings',
      tone: 'bad',
      sentence: [
        { text: serious[0]?.message ?? `${plural(document.findings.length, 'finding')} to look at` },
        { text: cut },
      ],
    };
  }
  const { records, accounts } = lead.finding.evidence;
  return {
    verdict: 'findings',
    tone: 'bad',
    sentence: [
      { text: 'The phrase ' },
      { text: lead.finding.subject, style: 'code' },
      {
        text: ` decides the answer in ${plural(records, 'record')}${accounts === 0 ? '' : ` from ${plural(accounts, 'account')}`}.${cut}`,
      },
    ],
  };
}
