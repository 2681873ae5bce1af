import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { ProvenanceRow } from '@bezoar/ledger';
import { type BasicType, fileWriter, ParquetWriter } from 'hyparquet-writer';

/** Rows of a row group: what is held in memory, about 40 MB of full rows. Readers skip groups, so not fewer than they expect. */
export const ROWS_PER_GROUP = 50_000;

/** What Parquet says of a column. */
type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** A column: its name, its Parquet type, and its value in a row. */
interface ProvenanceColumn {
  readonly name: string;
  readonly type: 'STRING' | 'INT64' | 'BOOLEAN' | 'JSON';
  readonly isRequired?: true;
  readonly read: (row: ProvenanceRow) => unknown;
}

/**
 * The fields of a row, those of its source with a prefix; not the nonce, which is worth nothing to an analyst and would outlive an
 * erasure here. Lists are JSON text: every reader of Parquet has that.
 */
const COLUMNS: readonly ProvenanceColumn[] = [
  { name: 'digest', type: 'STRING', isRequired: true, read: (row) => row.digest },
  { name: 'id', type: 'STRING', read: (row) => row.id },
  { name: 'source_name', type: 'STRING', isRequired: true, read: ({ source }) => source.name },
  { name: 'source_path', type: 'STRING', isRequired: true, read: ({ source }) => source.path },
  { name: 'source_line', type: 'INT64', isRequired: true, read: ({ source }) => BigInt(source.line) },
  { name: 'source_sha256', type: 'STRING', isRequired: true, read: ({ source }) => source.sha256 },
  { name: 'source_revision', type: 'STRING', read: ({ source }) => source.revision },
  { name: 'source_fetched_at', type: 'STRING', read: ({ source }) => source.fetchedAt },
  { name: 'tenant', type: 'STRING', read: (row) => row.tenant },
  { name: 'account', type: 'STRING', read: (row) => row.account },
  { name: 'cluster', type: 'STRING', read: (row) => row.cluster },
  { name: 'created_at', type: 'STRING', read: (row) => row.createdAt },
  { name: 'ingested_at', type: 'STRING', isRequired: true, read: (row) => row.ingestedAt },
  { name: 'selected_by', type: 'STRING', read: (row) => row.selectedBy },
  { name: 'slice', type: 'BOOLEAN', isRequired: true, read: (row) => row.slice === true },
  { name: 'tier', type: 'STRING', isRequired: true, read: (row) => row.tier },
  { name: 'parents', type: 'JSON', read: (row) => row.parents },
  { name: 'generator', type: 'STRING', read: (row) => row.generator },
  { name: 'transforms', type: 'JSON', isRequired: true, read: (row) => row.transforms },
];

/** Names of the columns that `exportParquet` writes, in order. */
export const PARQUET_COLUMNS: readonly string[] = COLUMNS.map(({ name }) => name);

/**
 * Writes rows to a Parquet file for analysts, one row group in memory at a time, and returns how many. The file is there whole or
 * not at all; an older one is replaced. Nothing in it is proven: the leaves are the rows in canonical JSON, not these columns. It is
 * a copy, which `eraseRows` does not reach.
 * Throws the system's own errors, and what `rows` throws.
 */
export async function exportParquet(rows: AsyncIterable<ProvenanceRow>, path: string): Promise<number> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    const count = await writeRows(rows, unfinished);
    const file = await open(unfinished, 'r+');
    await file.sync().finally(() => file.close());
    await rename(unfinished, path);
    return count;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function writeRows(rows: AsyncIterable<ProvenanceRow>, path: string): Promise<number> {
  const parquet = new ParquetWriter({ writer: fileWriter(path), schema: schema(), createdBy: 'bezoar' });
  let group: ProvenanceRow[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    // What is looked up by page would be kept until the end: it grows with the file, and nobody searches these columns by page.
    const columnData = COLUMNS.map(({ name, type, read }) => ({
      name,
      type: type satisfies BasicType,
      data: group.map(read),
      offsetIndex: false,
    }));
    await parquet.write({ columnData, rowGroupSize: ROWS_PER_GROUP });
    count += group.length;
    group = [];
  };
  for await (const row of rows) {
    group.push(row);
    if (group.length === ROWS_PER_GROUP) await flush();
  }
  if (group.length > 0) await flush();
  await parquet.finish();
  return count;
}

function schema(): SchemaElement[] {
  return [{ name: 'root', num_children: COLUMNS.length }, ...COLUMNS.map(schemaElement)];
}

function schemaElement({ name, type, isRequired }: ProvenanceColumn): SchemaElement {
  const repetition_type = isRequired === true ? 'REQUIRED' : 'OPTIONAL';
  if (type === 'INT64' || type === 'BOOLEAN') return { name, type, repetition_type };
  return { name, type: 'BYTE_ARRAY', converted_type: type === 'JSON' ? 'JSON' : 'UTF8', repetition_type };
}
