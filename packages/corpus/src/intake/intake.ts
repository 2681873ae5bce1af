import {
  type FieldMapping,
  type Hazard,
  type HazardViolation,
  type Place,
  type Principal,
  recordLabel,
  sha256OfSet,
} from '@bezoar/core';
import { type ColumnPart, type ColumnSets, type Columns, mergeParts } from '@bezoar/phrases';
import { assembleContributions, type Contributions, type FileSource } from '../contributions/assemble-contributions.ts';
import type { DerivedRecord } from '../contributions/contribution-part.ts';
import { CallOrderCounter } from '../hazards/call-order.ts';
import type { InputFile } from '../readers/inputs.ts';
import { planShards } from '../readers/shards.ts';
import type { Unreadable } from '../readers/unreadable.ts';
import type { IntakePart } from './intake-part.ts';
import { type IntakePoolOptions, readParts } from './intake-pool.ts';

/** Inputs below this many bytes are read in the calling thread: a worker takes longer to start than to read them. */
const MIN_PARALLEL_BYTES = 4 * 1024 * 1024;

/** Options of `readIntake`. */
export interface IntakeOptions extends IntakePoolOptions {
  /** Where records keep their provenance, if not under the default names. */
  readonly fields?: FieldMapping;
}

/** A set of files, read. Records are numbered in the order of reading ("intake"). */
export interface Intake {
  readonly files: readonly InputFile[];
  readonly fields: FieldMapping;
  readonly parts: readonly ColumnPart[];
  readonly records: number;
  readonly textBytes: number;
  readonly calls: CallOrderCounter;
  /** Violations by intake number. */
  readonly violations: ReadonlyMap<number, readonly HazardViolation[]>;
  readonly unreadable: readonly Unreadable[];
  readonly unreadableCount: number;
  /** Records that say what they were generated from, by intake number. */
  readonly derived: readonly DerivedRecord[];
  /** What the records say beside their text, for files of these sources. */
  contributions(sourceOf: (fileIndex: number) => FileSource, sourceCount: number): Contributions;
  /** The file that a record came from. */
  fileIndex(record: number): number;
  /** Ids that several records carry. */
  readonly repeatedIds: ReadonlySet<string>;
  /** A record's own id. */
  id(record: number): string | undefined;
  /** The shortest unambiguous name of a record. */
  label(record: number): string;
  place(record: number): Place;
  principal(record: number): Principal;
  digest(record: number): string;
}

/** Reads files into columns. The result depends on the bytes alone, not on the number of workers. */
export async function readIntake(
  files: readonly InputFile[],
  hazards: readonly Hazard[],
  options: IntakeOptions,
): Promise<Intake> {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const workers = bytes < MIN_PARALLEL_BYTES ? 1 : options.workers;
  const { fields = {} } = options;
  const tasks = planShards(files, workers).map((shard) => ({ shard, hazards, fields }));
  return assemble(files, fields, await readParts(tasks, { ...options, workers }));
}

/** Columns of a month and a trusted corpus over one vocabulary. */
export function columnsOf(month: Intake, trusted: Intake | undefined): ColumnSets {
  return mergeParts(trusted === undefined ? [month.parts] : [month.parts, trusted.parts]);
}

/** One digest for the records of a set, whatever their order and files. */
export function corpusDigest(columns: Columns): string {
  const digests: string[] = [];
  for (let d = 0; d < columns.count; d++) digests.push(hexAt(columns.digests, d));
  return sha256OfSet(digests);
}

function assemble(files: readonly InputFile[], fields: FieldMapping, parts: readonly IntakePart[]): Intake {
  const starts: number[] = [];
  const lineShift: number[] = [];
  const linesOfFile = new Map<number, number>();
  const calls = new CallOrderCounter();
  const violations = new Map<number, HazardViolation[]>();
  const unreadable: Unreadable[] = [];
  const derived: DerivedRecord[] = [];
  const idCounts = new Map<string, number>();
  let records = 0;
  for (const part of parts) {
    starts.push(records);
    const shift = linesOfFile.get(part.fileIndex) ?? 0;
    lineShift.push(shift);
    linesOfFile.set(part.fileIndex, shift + part.linesSeen);
    calls.merge(part);
    for (const one of part.unreadable) {
      unreadable.push(one.line === undefined ? one : { ...one, line: one.line + shift });
    }
    for (const { index, ...violation } of part.violations) {
      const list = violations.get(records + index) ?? [];
      violations.set(records + index, list);
      list.push(violation);
    }
    for (const one of part.contributions.derived) derived.push({ ...one, index: records + one.index });
    for (const id of part.ids) if (id !== undefined) idCounts.set(id, (idCounts.get(id) ?? 0) + 1);
    records += part.columns.count;
  }
  const locate = (record: number): { part: IntakePart; index: number; shift: number } => {
    // The last part that starts at or before the record.
    let p = 0;
    for (let past = parts.length; past - p > 1; ) {
      const middle = (p + past) >> 1;
      if (record < starts[middle]!) past = middle;
      else p = middle;
    }
    return { part: parts[p]!, index: record - starts[p]!, shift: lineShift[p]! };
  };
  const place = (record: number): Place => {
    const { part, index, shift } = locate(record);
    const column = part.columnsInLine[index]!;
    const at = { file: files[part.fileIndex]!.path, line: part.lines[index]! + shift };
    return column === 0 ? at : { ...at, column };
  };
  return {
    files,
    fields,
    parts: parts.map((part) => part.columns),
    records,
    textBytes: parts.reduce((sum, part) => sum + part.textBytes, 0),
    calls,
    violations,
    unreadable,
    unreadableCount: parts.reduce((sum, part) => sum + part.unreadableCount, 0),
    derived,
    repeatedIds: new Set([...idCounts].filter(([, count]) => count > 1).map(([id]) => id)),
    contributions: (sourceOf, sourceCount) => assembleContributions(parts, sourceOf, sourceCount),
    fileIndex: (record) => locate(record).part.fileIndex,
    id: (record) => {
      const { part, index } = locate(record);
      return part.ids[index];
    },
    place,
    label: (record) => {
      const { part, index } = locate(record);
      const id = part.ids[index];
      return recordLabel(place(record), id, id !== undefined && (idCounts.get(id) ?? 0) > 1);
    },
    principal: (record) => {
      const { part, index } = locate(record);
      const { tenantNames, accountNames, tenants, accounts } = part.columns;
      return { tenant: tenantNames[tenants[index]!]!, account: accountNames[accounts[index]!]! };
    },
    digest: (record) => {
      const { part, index } = locate(record);
      return hexAt(part.columns.digests, index);
    },
  };
}

function hexAt(digests: Uint8Array, index: number): string {
  return Buffer.from(digests.buffer, digests.byteOffset + index * 32, 32).toString('hex');
}
