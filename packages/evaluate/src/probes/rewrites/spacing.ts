import type { NamedRewrites } from './rewrite.ts';

/** White space between and around words. */
export const SPACING_REWRITES: NamedRewrites = [
  ['double-spaces', (text) => text.replace(/ +/g, '  ')],
  ['wide-spaces', (text) => text.replace(/ +/g, '     ')],
  ['tabs', (text) => text.replace(/ +/g, '\t')],
  ['line-per-sentence', (text) => text.replace(/(?<=[.!?])\s+/g, '\n\n')],
  ['line-per-word', (text) => text.trim().split(/\s+/).join('\n')],
  ['indented', (text) => text.replace(/^/gm, '        ')],
  ['trailing-lines', (text) => `${text}\n\n\n\n\n`],
  ['leading-space', (text) => `   ${text}`],
];
