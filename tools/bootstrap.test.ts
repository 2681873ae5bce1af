import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { describeOldNode, linkBins, MINIMUM_NODE, ROOT, reasonToInstall } from './bootstrap.mjs';
import { buildHouse, SOUND } from './house.test-support.ts';

const BOOTSTRAP = pathToFileURL(join(dirname(fileURLToPath(import.meta.url)), 'bootstrap.mjs')).href;

/** A house whose dependencies are installed, with the stamp for its lockfile. */
function installedHouse(): string {
  const root = buildHouse(SOUND);
  writeFileSync(join(root, 'package-lock.json'), '{}');
  for (const name of ['core', 'corpus']) {
    mkdirSync(join(root, 'node_modules/@house', name), { recursive: true });
    writeFileSync(join(root, 'node_modules/@house', name, 'package.json'), '{}');
  }
  mkdirSync(join(root, 'node_modules/.bin'));
  // SHA-256 of `{}`.
  writeFileSync(
    join(root, 'node_modules/.bezoar-lock'),
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\n',
  );
  return root;
}

/** Runs a program through `runNode` in a process of its own. */
function runThrough(program: string) {
  const wrapper = `const { runNode } = await import(${JSON.stringify(BOOTSTRAP)}); process.exitCode = await runNode(['-e', ${JSON.stringify(program)}]);`;
  return spawn(process.execPath, ['--input-type=module', '-e', wrapper], { stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('the bootstrap', () => {
  test('refuses a Node that is too old, naming both versions', () => {
    expect(describeOldNode('20.18.3')).toContain('bezoar needs Node 20.19 or newer, and this is Node 20.18.3');
    expect(describeOldNode('18.20.0')).toBeDefined();
    expect(describeOldNode('20.19.0')).toBeUndefined();
    expect(describeOldNode('22.1.0')).toBeUndefined();
  });

  test('asks for the Node that package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(engines.node).toBe(`>=${MINIMUM_NODE.join('.')}`);
  });

  test('installs only when something is missing or the lockfile changed', () => {
    const root = installedHouse();
    expect(reasonToInstall(root)).toBeUndefined();
    writeFileSync(join(root, 'package-lock.json'), '{ }');
    expect(reasonToInstall(root)).toBe('package-lock.json has changed');
    expect(reasonToInstall(buildHouse(SOUND))).toBe('node_modules is missing');
  });

  test('installs when a workspace is not linked', () => {
    const root = installedHouse();
    mkdirSync(join(root, 'packages/guard'));
    writeFileSync(join(root, 'packages/guard/package.json'), '{"name":"@house/guard"}');
    expect(reasonToInstall(root)).toBe('the workspace @house/guard is not linked');
  });

  test.skipIf(process.platform === 'win32')('links the command of a workspace that came after the last install', () => {
    const root = installedHouse();
    writeFileSync(
      join(root, 'packages/core/package.json'),
      '{"name":"@house/core","bin":{"tool":"./tool.js","later":"./later.js"}}',
    );
    writeFileSync(join(root, 'packages/core/tool.js'), '');
    linkBins(root);
    expect(readlinkSync(join(root, 'node_modules/.bin/tool'))).toBe('../../packages/core/tool.js');
    expect(existsSync(join(root, 'node_modules/.bin/later'))).toBe(false);
  });

  test('passes the exit code of the program on', async () => {
    const [code] = await once(runThrough('process.exit(3)'), 'close');
    expect(code).toBe(3);
  });

  test.skipIf(process.platform === 'win32')('passes an interrupt on to the program, and exits 130', async () => {
    const child = runThrough(
      "process.on('SIGINT', () => { console.log('stopped'); process.exit(0); }); console.log('ready'); setInterval(() => {}, 1000);",
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output === 'ready\n') child.kill('SIGINT');
    });
    const [code] = await once(child, 'close');
    expect(output).toBe('ready\nstopped\n');
    expect(code).toBe(130);
  });
});
