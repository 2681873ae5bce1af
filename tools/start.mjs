// npm start: from a bare checkout to the first screen. Arguments after `--` go to `bezoar start`.
import { join } from 'node:path';
import { bootstrap, ROOT, runNode } from './bootstrap.mjs';

bootstrap();
const cli = join(ROOT, 'packages', 'cli', 'bin', 'bezoar.js');
process.exitCode = await runNode([cli, 'start', ...process.argv.slice(2)]);
