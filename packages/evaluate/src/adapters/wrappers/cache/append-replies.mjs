// Appends replies to a store until it is killed, and prints the number of each that it was told is there.
import { sha256 } from '@bezoar/core';
import { openReplyStore } from '../../../../dist/adapters/wrappers/cache/reply-store.js';

const store = await openReplyStore(process.argv[2]);
for (let number = 0; ; number++) {
  await store.add(sha256(String(number)), { text: `reply ${number} ${'x'.repeat((number * 997) % 20_000)}` });
  process.stdout.write(`${number}\n`);
}
