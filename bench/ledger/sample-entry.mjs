// @ts-check

/** @typedef {import('../../packages/ledger/dist/index.js').LedgerEntry} LedgerEntry */

/**
 * An entry as a shard of a corpus writes one: about 420 bytes, every one different.
 * @param {number} index
 * @returns {LedgerEntry}
 */
export function shardEntry(index) {
  const digest = (index * 2654435761).toString(16).padStart(64, '0').slice(-64);
  return {
    v: 1,
    kind: 'corpus.shard',
    at: new Date(1_750_000_000_000 + index).toISOString(),
    actor: 'pipeline@example.org',
    subject: [{ name: `shard-${index}`, digest: { sha256: digest } }],
    payload: { mediaType: 'application/vnd.in-toto+json', sha256: digest, size: 1200 },
    policy: 'ab'.repeat(32),
    refs: index === 0 ? [] : [index - 1],
  };
}
