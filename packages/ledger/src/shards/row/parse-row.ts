import { badRow, rowFaults } from './check-row.ts';
import { isWritable, rowText } from './encode-row.ts';
import { MAX_ROW_BYTES, type ProvenanceRow } from './provenance-row.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a row from its bytes, which must be exactly those that `encodeProvenanceRow` writes: so there is one reading of them,
 * without duplicate or unknown fields (CWE-694). Throws a `BezoarError` `shards/bad-row`.
 */
// Attacker controls: the bytes, where the file was replaced; and the `id` and path within a true row.
export function parseProvenanceRow(bytes: Uint8Array): ProvenanceRow {
  if (bytes.length > MAX_ROW_BYTES) {
    throw badRow([`expected at most ${MAX_ROW_BYTES} bytes, got ${bytes.length}`]);
  }
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw badRow(['not JSON in UTF-8'], cause);
  }
  if (!isRowOf(value, text)) throw badRow(rowFaults(value).concat('not in canonical form'));
  return value;
}

/** Whether a value is a row, and the text its one form: an unknown field would not be written again. */
function isRowOf(value: unknown, text: string): value is ProvenanceRow {
  return (
    typeof value === 'object' &&
    value !== null &&
    isWritable(value as ProvenanceRow) &&
    rowText(value as ProvenanceRow) === text
  );
}
