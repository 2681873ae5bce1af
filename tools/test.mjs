// npm test: install if needed, build, run the tests. Arguments after `--` go to vitest.
import { join } from 'node:path';
import { bootstrap, ROOT, runNode } from './bootstrap.mjs';

bootstrap();
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
process.exitCode = await runNode([vitest, 'run', ...process.argv.slice(2)], { cwd: ROOT });
