// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../interop/guard-bench/', import.meta.url);

/** How the other engines come to be there. They are no part of the workspace. */
export const INSTALL = 'npm ci --ignore-scripts --prefix interop/guard-bench';

/** Loads what is installed in interop/guard-bench. */
export const requirePeer = createRequire(new URL('package.json', FOLDER));

/**
 * The installed version of a peer, or undefined where it is not installed.
 * @param {string} name
 * @returns {string | undefined}
 */
export function peerVersion(name) {
  const manifest = fileURLToPath(new URL(`node_modules/${name}/package.json`, FOLDER));
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : undefined;
}
