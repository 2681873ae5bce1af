import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { contributionOrder } from './contribution-order.ts';
import { columnsOf, type Row } from './testing/columns-of.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, index) => index);

describe('contributionOrder', () => {
  it('orders by AES-256 of the first half of the digest (NIST SP 800-38A, F.1.5)', () => {
    // These four blocks become f3eed1bd…, 591ccb10…, b6ed21b9… and 23304b7a… under this key.
    const blocks = [
      '6bc1bee22e409f96e93d7e117393172a',
      'ae2d8a571e03ac9c9eb76fac45af8e51',
      '30c81c46a35ce411e5fbc1191a0a52ef',
      'f69f2445df4f9b17ad2b417be66c3710',
    ];
    const key = Buffer.from('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', 'hex');
    const columns = columnsOf(blocks.map(() => ({ account: 0 })));
    const digests = Uint8Array.from(Buffer.from(blocks.map((block) => block + '0'.repeat(32)).join(''), 'hex'));
    expect([...contributionOrder({ ...columns, digests }, key)]).toEqual([3, 1, 2, 0]);
  });

  it('depends on the records and not on their places', () => {
    const rows = Array.from(
      { length: 300 },
      (_, index): Row => ({ text: `${index % 250}`, account: index % 7, time: index }),
    );
    const order = seededRandom(1).shuffled(rows);
    const one = [...contributionOrder(columnsOf(rows), KEY)].map((at) => rows[at]);
    const other = [...contributionOrder(columnsOf(order), KEY)].map((at) => order[at]);
    expect(other).toEqual(one);
  });

  it('is another one under another key', () => {
    const columns = columnsOf(Array.from({ length: 100 }, () => ({ account: 0 })));
    expect(contributionOrder(columns, KEY)).not.toEqual(contributionOrder(columns, new Uint8Array(32)));
  });

  it('gives no account a better place: the records of two accounts of equal size mix', () => {
    const columns = columnsOf(Array.from({ length: 4000 }, (_, index) => ({ account: index % 2 })));
    const first = contributionOrder(columns, KEY).slice(0, 2000);
    const share = first.reduce((sum, record) => sum + (record % 2), 0) / first.length;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.05);
  });
});
