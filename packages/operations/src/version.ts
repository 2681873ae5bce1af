import { readFileSync } from 'node:fs';

interface Manifest {
  readonly version: string;
}

/** The lockstep version of the packages, from this package's own manifest. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest
).version;
