// @ts-check
import { readChatFiles } from '../detection/foreign-cell.mjs';
import { examine, read } from './examine.mjs';

/**
 * Near-duplicates of real conversations. They have no accounts, ratings or times: anomalies have nothing to count but what
 * texts hide.
 * @param {import('./main.mjs').BenchOptions} options
 * @param {string} folder
 */
export async function runData({ data }, folder) {
  const results = [];
  for (const { name, records } of await readChatFiles(data)) {
    const month = await read(records, folder, 'data.jsonl');
    const { near, findings, seconds, nearSeconds } = await examine(month, undefined);
    const { duplicates, content } = near;
    const size = (/** @type {Int32Array} */ familyOf) => [...familyOf].filter((family) => family >= 0).length;
    results.push({
      name,
      records: month.records,
      duplicateFamilies: duplicates.familyCount,
      duplicateMembers: size(duplicates.familyOf),
      contentFamilies: content.familyCount,
      contentMembers: size(content.familyOf),
      undecided: duplicates.undecided.length,
      findings: findings.map(({ finding }) => `${finding.code} ${finding.severity}: ${finding.message}`),
      seconds,
      nearSeconds,
    });
  }
  const rows = results.map((one) => [
    one.name,
    String(one.records),
    String(one.duplicateFamilies),
    String(one.duplicateMembers),
    String(one.contentFamilies),
    String(one.contentMembers),
    String(one.undecided),
    one.nearSeconds.toFixed(2),
    one.findings.join('; ') || 'nothing',
  ]);
  return {
    results,
    tables: [
      {
        title: 'Near-duplicates of real conversations',
        notes: [],
        header: [
          'file',
          'records',
          'families',
          'records in them',
          'content families',
          'records in them',
          'undecided',
          's',
          'findings',
        ],
        rows,
      },
    ],
  };
}
