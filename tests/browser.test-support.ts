import { createRequire } from 'node:module';

/** The parts of playwright-core that are used; the package is installed under interop/, by .ci/setup. */
export interface Page {
  goto(url: string): Promise<unknown>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  evaluate<T>(script: string): Promise<T>;
  on(event: 'console' | 'pageerror' | 'request' | 'dialog', listener: (what: { url?: () => string }) => void): void;
  click(selector: string): Promise<void>;
  screenshot(options: { fullPage: boolean }): Promise<Uint8Array>;
}

/** A browser that runs. */
export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

interface Chromium {
  launch(options: { executablePath: string; args: string[] }): Promise<Browser>;
}

/** Starts Chromium. */
export function openBrowser(): Promise<Browser> {
  const load = createRequire(new URL('../interop/package.json', import.meta.url));
  // Resolved at run time, below interop/: no lint can see it, and npm test does not install it.
  const { chromium } = load('playwright-core') as { chromium: Chromium };
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
  return chromium.launch({ executablePath: process.env.BEZOAR_CHROMIUM ?? '/usr/bin/chromium', args });
}

/** Everything that a page does beside being shown, as it happens: what it says, asks and loads. */
export function noiseOf(page: Page): readonly string[] {
  const noise: string[] = [];
  page.on('console', () => noise.push('console'));
  page.on('pageerror', () => noise.push('error'));
  page.on('dialog', () => noise.push('dialog'));
  page.on('request', (request) => {
    const url = request.url?.() ?? '';
    if (!url.startsWith('file:')) noise.push(url);
  });
  return noise;
}
