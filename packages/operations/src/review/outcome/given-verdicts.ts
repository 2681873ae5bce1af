import { readFile, stat } from 'node:fs/promises';
import { describeError, UsageError } from '@bezoar/core';
import type { Review } from '../open-review.ts';
import { isVerdict, type Verdict } from '../state/verdict.ts';

/** Largest file of verdicts that were made elsewhere, bytes (CWE-400). */
const MAX_BYTES: number = 64 * 1024 * 1024;

interface GivenVerdict {
  readonly item: string;
  readonly verdict: Verdict;
  readonly seconds: number;
}

/**
 * Takes verdicts that were made elsewhere: a line `{"item": …, "verdict": …, "seconds": …}` for each, `item` as the
 * listed queue names it. What is wrong anywhere is refused before anything is kept. Whoever gives them answers for having read
 * every example. Returns their number. Attacker controls: the bytes.
 */
export async function takeVerdicts(review: Review, path: string): Promise<number> {
  const given = parseGiven(await readGiven(path), path);
  const items = new Map(review.items.map((item) => [item.id, item]));
  const unknown = given.filter(({ item }) => !items.has(item));
  if (unknown.length > 0) {
    const names = unknown.slice(0, 3).map(({ item }) => `\`${item}\``);
    throw new UsageError(
      'review/unknown-item',
      `${unknown.length} verdicts are about no item of this review: ${names.join(', ')}`,
    );
  }
  for (const { item, verdict, seconds } of given) {
    await review.decide(item, verdict, { seconds, shown: items.get(item)!.records });
  }
  return given.length;
}

async function readGiven(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Error(`expected at most ${MAX_BYTES} bytes, got ${size}`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError('review/not-read', `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
  }
}

function parseGiven(text: string, path: string): readonly GivenVerdict[] {
  const faults: string[] = [];
  const given = text.split('\n').flatMap((line, index): GivenVerdict[] => {
    if (line.trim() === '') return [];
    const one = parseOne(line);
    if (one === undefined) faults.push(`line ${index + 1}`);
    return one === undefined ? [] : [one];
  });
  if (faults.length === 0) return given;
  const named = faults.slice(0, 5).join(', ');
  throw new UsageError(
    'review/bad-verdicts',
    `\`${path}\`: expected lines with an \`item\` and a \`verdict\` (keep, reject, unsure); ${faults.length} are not: ${named}`,
  );
}

function parseOne(line: string): GivenVerdict | undefined {
  try {
    const { item, verdict, seconds = 0 } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const isTime = typeof seconds === 'number' && seconds >= 0;
    return typeof item === 'string' && isVerdict(verdict) && isTime ? { item, verdict, seconds } : undefined;
  } catch {
    return undefined;
  }
}
