// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The first digits of a digest over the guard's built code, so that figures of different builds are not compared. */
export function guardDigest() {
  const folder = fileURLToPath(new URL('../../packages/guard/dist/', import.meta.url));
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((path) => path.endsWith('.js') && !path.includes('.test')).sort()) {
    hash.update(`${file}\n`).update(readFileSync(`${folder}${file}`));
  }
  return hash.digest('hex').slice(0, 12);
}
