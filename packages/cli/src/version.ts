import { readFileSync } from 'node:fs';

/** The version of the command line, from its own manifest; here, so that `--help` loads nothing else. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string }
).version;
