import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ADMISSION_FILES } from '@bezoar/corpus';
import type { Admission } from '../admit/earlier/admissions.ts';
import { VOUCHER_FILES } from '../admit/log-admission.ts';
import type { Project } from '../project/project.ts';

/** A file of an admission that holds a record or an account, and where. */
export interface RemainingText {
  /** Relative to the document. */
  readonly file: string;
  /** 1-based, at most 1,000. */
  readonly lines: readonly number[];
}

/** Lines of one file that are named. */
const MAX_LINES = 1000;

/** Where the files of admissions still hold a record, by its id, or an account: its name in quotes, in the lines of either tenant. */
export async function remainingTexts(
  project: Project,
  admissions: readonly Admission[],
  sought: { readonly query: string } | { readonly accounts: readonly (readonly [tenant: string, account: string])[] },
): Promise<readonly RemainingText[]> {
  const marks =
    'query' in sought
      ? [[JSON.stringify(sought.query)]]
      : sought.accounts.map(([tenant, account]) =>
          (tenant === '' ? [account] : [tenant, account]).map((name) => JSON.stringify(name)),
        );
  const found: RemainingText[] = [];
  for (const out of new Set(admissions.map((admission) => admission.out))) {
    for (const name of [ADMISSION_FILES.admitted, ADMISSION_FILES.quarantine, VOUCHER_FILES.document]) {
      const lines = await linesWith(join(project.folder, out, name), marks);
      if (lines.length > 0) found.push({ file: join(out, name), lines });
    }
  }
  return found;
}

async function linesWith(path: string, marks: readonly (readonly string[])[]): Promise<number[]> {
  const lines: number[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (lines.length < MAX_LINES && marks.some((all) => all.every((mark) => line.includes(mark)))) lines.push(number);
    }
  } catch {
    // The file is gone, and so is what it held.
  }
  return lines;
}
