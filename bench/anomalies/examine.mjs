// @ts-check
import { join } from 'node:path';
import { writeMonth } from '@bezoar/drill';
import { anomalyFindings } from '../../packages/corpus/dist/anomalies/anomaly-findings.js';
import { columnsOf, readIntake } from '../../packages/corpus/dist/intake/intake.js';
import { findNearDuplicates } from '../../packages/corpus/dist/near-duplicates/find-near-duplicates.js';
import { keptOrder, sketchSeed } from '../../packages/corpus/dist/near-duplicates/kept-order.js';
import { nearDuplicateFindings } from '../../packages/corpus/dist/near-duplicates/near-duplicate-finding.js';
import { wipedOutFindings } from '../../packages/corpus/dist/near-duplicates/wiped-out-finding.js';
import { resolveInputs } from '../../packages/corpus/dist/readers/inputs.js';
import { CREDIT_HAZARD } from '../detection/declared-hazards.mjs';

/** @typedef {import('../../packages/corpus/dist/intake/intake.js').Intake} Intake */

const ORDER_KEY = Buffer.alloc(32, 1);

/**
 * Reads records through a file, as the scan does.
 * @param {Iterable<unknown>} records
 * @param {string} folder
 * @param {string} name
 * @returns {Promise<Intake>}
 */
export async function read(records, folder, name) {
  const path = join(folder, name);
  await writeMonth(path, records);
  const { files } = await resolveInputs([path]);
  return readIntake(files, CREDIT_HAZARD, { workers: 1 });
}

/**
 * Near-duplicates and anomalies of a month.
 * @param {Intake} month
 * @param {Intake | undefined} trusted
 */
export async function examine(month, trusted) {
  const columns = columnsOf(month, undefined).sets[0];
  if (columns === undefined) throw new Error('no columns');
  const startedAt = performance.now();
  const principal = (/** @type {number} */ record) => month.principal(record);
  const near = await findNearDuplicates(columns, {
    order: keptOrder(columns, { orderKey: ORDER_KEY, principal }),
    seed: sketchSeed(ORDER_KEY),
  });
  const nearSeconds = (performance.now() - startedAt) / 1000;
  const contributions = month.contributions(oneSource, 1);
  const findings = [
    ...nearDuplicateFindings(near, { describe: month, inSlice: contributions.inSlice }),
    ...wipedOutFindings(near, { ...contributions, sourceNames: ['month'] }, month),
    ...anomalyFindings({
      month: contributions,
      ...(trusted === undefined ? {} : { trusted: trusted.contributions(oneSource, 1) }),
      content: near.content,
      describe: month,
    }),
  ];
  return { near, contributions, findings, nearSeconds, seconds: (performance.now() - startedAt) / 1000 };
}

function oneSource() {
  return { source: 0, isExempt: false };
}
