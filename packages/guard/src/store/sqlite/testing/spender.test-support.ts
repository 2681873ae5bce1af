import Database from 'libsql';
import { defineCounters } from '../../apply/define-counters.ts';
import { createBatcher } from '../../batcher.ts';
import { CREDIT_DEFINITIONS, creditOperation } from '../../conformance/sample-operations.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';

/**
 * A process that spends from a shared file until it is killed or is denied, several requests at once. Prints the id of each
 * reservation when it is durable, and `denied` at the end. Arguments: the file, a number that no other process has, and
 * minor units a request.
 */
const [file = '', own = '0', minor = '1'] = process.argv.slice(2);
const store = await openSqliteStore({ database: new Database(file) });
await defineCounters(store, CREDIT_DEFINITIONS, 1000);
const batcher = createBatcher(store);
let number = Number(own) * 1_000_000;
let isDenied = false;

async function spend(): Promise<void> {
  while (!isDenied) {
    const result = await batcher.submit(creditOperation(number++, { minor: Number(minor), account: `account-${own}` }));
    if (result.kind === 'allowed') process.stdout.write(`${result.reservation.id}\n`);
    else isDenied = true;
  }
}

await Promise.all([spend(), spend(), spend(), spend()]);
process.stdout.write('denied\n');
await store.close();
