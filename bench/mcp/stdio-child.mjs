// @ts-check
// The filter as a process of its own, in front of a server that it starts.
import { runStdioGuard } from '@bezoar/guard/mcp';
import { benchGuard, PRINCIPAL } from './bench-guard.mjs';

const running = await runStdioGuard({
  guard: await benchGuard(),
  principal: PRINCIPAL,
  client: { input: process.stdin, output: process.stdout },
  command: process.execPath,
  args: process.argv.slice(2),
  environment: process.env,
});
await running.done;
