import { UsageError } from '@bezoar/core';
import type { QualityScore } from '@bezoar/operations/gate';

/** Reads `--quality name=value`. Throws a `UsageError` that names every fault. */
export function readQualityScores(flags: readonly string[]): readonly QualityScore[] {
  const faults: string[] = [];
  const scores = flags.flatMap((flag): QualityScore[] => {
    const at = flag.lastIndexOf('=');
    const name = flag.slice(0, Math.max(0, at)).trim();
    const text = flag.slice(at + 1).trim();
    const value = Number(text);
    if (name !== '' && text !== '' && Number.isFinite(value)) return [{ name, value }];
    faults.push(`expected \`--quality\` to be \`name=number\`, got \`${flag}\``);
    return [];
  });
  if (faults.length > 0) throw new UsageError('gate/quality', faults.join('\n'));
  return scores;
}
