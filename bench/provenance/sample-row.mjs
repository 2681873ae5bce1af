// @ts-check
import { createHmac, hash, randomFillSync } from 'node:crypto';

/** @typedef {import('../../packages/ledger/dist/shards/row/provenance-row.js').ProvenanceRow} ProvenanceRow */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const SOURCES = Array.from({ length: 4 }, (_, at) => hash('sha256', `source ${at}`));
const TENANTS = Array.from({ length: 40 }, (_, at) => createHmac('sha256', 'key').update(`tenant ${at}`).digest('hex'));
/** Accounts that are at work at the same time; new ones take their places. */
const ACCOUNTS = 20_000;

/**
 * Records as a month's export gives them: digests, nonces and accounts that do not compress. `full` fills nearly every field,
 * `lean` those without which nothing can be traced.
 * @param {string} shape
 */
export function createSampleRows(shape = 'full') {
  const isLean = shape === 'lean';
  const nonces = Buffer.alloc(16 * 4096);
  const digests = Buffer.alloc(32 * 4096);
  const accounts = Array.from({ length: ACCOUNTS }, () => '');
  let at = 4096;
  /** @param {Buffer} bytes @param {number} from @param {number} length */
  const hex = (bytes, from, length) => bytes.toString('hex', from, from + length);
  return {
    /**
     * Row number `index`. Making it costs something: measure that apart.
     * @param {number} index
     * @returns {ProvenanceRow}
     */
    row: (index) => {
      if (at === 4096) {
        randomFillSync(nonces);
        randomFillSync(digests);
        at = 0;
      }
      const seat = (index * 7919) % ACCOUNTS;
      if (accounts[seat] === '' || index % 8 === 0)
        accounts[seat] = `${hex(digests, at * 32, 16)}${hex(nonces, at * 16, 16)}`;
      const digest = hex(digests, at * 32, 32);
      const nonce = hex(nonces, at * 16, 16);
      at += 1;
      const day = 1_750_000_000_000 + index * 257;
      return {
        v: 1,
        digest,
        nonce,
        id: `ticket-${1_000_000 + index}`,
        source: {
          name: 'support-export',
          path: `exports/2026-11/part-${HEX[(index >>> 16) & 255]}.jsonl`,
          line: (index & 65_535) + 1,
          sha256: SOURCES[(index >>> 16) & 3] ?? '',
          ...(isLean ? {} : { revision: '8f3c2d1', fetchedAt: '2026-11-20T03:00:00.000Z' }),
        },
        account: isLean ? (accounts[seat] ?? '').slice(0, 32) : (accounts[seat] ?? ''),
        ingestedAt: '2026-11-21T03:00:00.000Z',
        ...(isLean
          ? {}
          : {
              tenant: TENANTS[index % 40] ?? '',
              cluster: HEX[seat & 255] ?? '',
              createdAt: new Date(day).toISOString(),
              selectedBy: 'resolved-and-rated',
            }),
        tier: 'customer-owned',
        transforms: ['nfkc'],
      };
    },
  };
}
