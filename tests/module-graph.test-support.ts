import { existsSync, readFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { moduleReferences } from '../tools/module-syntax.mjs';

/** Everything that importing a module loads. */
export interface ModuleGraph {
  /** Bytes of each file, by absolute path. */
  readonly files: ReadonlyMap<string, number>;
  /** The npm packages that they belong to, sorted. */
  readonly packages: readonly string[];
  /** Modules of Node itself, sorted. */
  readonly builtins: readonly string[];
  /** Dynamic imports of a computed name: where they lead is not known. */
  readonly unknown: readonly string[];
  readonly bytes: number;
}

/** Follows static and dynamic imports from a built file, as Node resolves them. Throws where one leads nowhere. */
export function moduleGraph(entry: string): ModuleGraph {
  const files = new Map<string, number>();
  const builtins = new Set<string>();
  const unknown: string[] = [];
  const pending = [entry];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (files.has(file)) continue;
    const source = readFileSync(file);
    files.set(file, source.length);
    for (const { specifier, line } of moduleReferences(source.toString('utf8'))) {
      if (specifier === undefined) unknown.push(`${file}:${line}`);
      else if (isBuiltin(specifier)) builtins.add(specifier);
      else pending.push(createRequire(file).resolve(specifier));
    }
  }
  return {
    files,
    packages: [...new Set([...files.keys()].map(packageOf))].sort(),
    builtins: [...builtins].sort(),
    unknown,
    bytes: [...files.values()].reduce((sum, bytes) => sum + bytes, 0),
  };
}

/** The files that weigh most, with their bytes: what to look at when a limit is passed. */
export function heaviest({ files }: ModuleGraph, root: string): string[] {
  const largest = [...files].sort(([, one], [, other]) => other - one).slice(0, 8);
  return largest.map(([path, bytes]) => `${bytes} ${path.replace(root, '')}`);
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

/** The name in the nearest package.json above a file. */
function packageOf(file: string): string {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).name;
  }
  return '';
}
