import { catalogueFinding, type Finding } from '@bezoar/core';
import type { Intake } from '../intake/intake.ts';
import type { Unreadable } from '../readers/unreadable.ts';

/** Evidence of `corpus/unreadable`: one finding per file and kind of damage. */
export interface UnreadableEvidence {
  readonly code: Unreadable['code'];
  readonly places: number;
  /** The first few 1-based lines. */
  readonly lines: readonly number[];
  readonly role: 'month' | 'trusted';
}

const LISTED_LINES = 20;

/** What could not be read, as findings of medium severity: they keep a verdict from being clean and do not make it adverse. */
export function unreadableFindings(intake: Intake, role: 'month' | 'trusted'): Finding<UnreadableEvidence>[] {
  const code = 'corpus/unreadable';
  const groups = new Map<string, Unreadable[]>();
  for (const one of intake.unreadable) {
    const key = JSON.stringify([one.file, one.code]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(one);
  }
  return [...groups].map(([key, places]) => {
    const first = places[0]!;
    const where = first.line === undefined ? `\`${first.file}\`` : `\`${first.file}\` line ${first.line}`;
    const more = places.length > 1 ? `, and ${places.length - 1} more` : '';
    return catalogueFinding({
      identity: key,
      code,
      severity: 'medium',
      subject: first.file,
      location: first.line === undefined ? { file: first.file } : { file: first.file, line: first.line },
      message: `${where}${more}: ${first.reason}`,
      evidence: {
        code: first.code,
        places: places.length,
        lines: places.flatMap(({ line }) => (line === undefined ? [] : [line])).slice(0, LISTED_LINES),
        role,
      },
    });
  });
}
