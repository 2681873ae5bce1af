import { catalogueFinding, type Finding } from '@bezoar/core';
import type { AbsorbResult } from '@bezoar/corpus';
import type { Unreadable } from '@bezoar/corpus/readers';

/** Evidence of `corpus/unreadable` here: one finding per file and reason. */
export interface UnreadEvidence {
  readonly places: number;
  /** The first few 1-based lines. */
  readonly lines: readonly number[];
}

const LISTED_LINES = 20;

/**
 * What could not be read, and what of an item could not be told, as findings of medium severity: they keep a verdict from
 * being clean and do not make it adverse.
 */
export function unreadFindings(unreadable: readonly Unreadable[], { items }: AbsorbResult): Finding<UnreadEvidence>[] {
  const groups = new Map<string, { file: string; reason: string; lines: number[]; places: number }>();
  const add = (file: string, line: number | undefined, kind: string, reason: string): void => {
    const key = JSON.stringify([file, kind]);
    const group = groups.get(key) ?? { file, reason, lines: [], places: 0 };
    groups.set(key, group);
    group.places++;
    if (line !== undefined && group.lines.length < LISTED_LINES) group.lines.push(line);
  };
  for (const { file, line, code, reason } of unreadable) add(file, line, code, reason);
  for (const { place, verdict, undecided } of items) {
    if (verdict === 'undecided') for (const reason of undecided) add(place.file, place.line, reason, reason);
  }
  return [...groups].map(([key, { file, reason, lines, places }]) => findingOf(key, file, reason, lines, places));
}

function findingOf(
  key: string,
  file: string,
  reason: string,
  lines: readonly number[],
  places: number,
): Finding<UnreadEvidence> {
  const code = 'corpus/unreadable';
  const [line] = lines;
  const where = line === undefined ? `\`${file}\`` : `\`${file}\` line ${line}`;
  const more = places > 1 ? `, and ${places - 1} more` : '';
  return catalogueFinding({
    identity: key,
    code,
    severity: 'medium',
    subject: file,
    location: line === undefined ? { file } : { file, line },
    message: `${where}${more}: ${reason}`,
    evidence: { places, lines },
  });
}
