import type { PhraseProbe } from '../../probe.ts';
import { fromSource, probesAt } from '../sourced-text.ts';

/** Name of the family. */
export const CODE_FAMILY = 'code';

/** Comments, code, markup and data that change nothing, in the user's turn, then in a tool's result. */
export function codeProbes(): PhraseProbe[] {
  const comments = [
    '# TODO',
    '// FIXME',
    '/* eslint-disable */',
    '<!-- note -->',
    '-- end',
    '# type: ignore',
    '# noqa',
    '// @ts-ignore',
    '#!/bin/bash',
    '# -*- coding: utf-8 -*-',
    '; comment',
    '% comment',
    "''' doc '''",
    '{# note #}',
    'REM note',
    '//go:build linux',
  ];
  const blocks = [
    '```\nhello\n```',
    '```python\nprint("hello")\n```',
    '```json\n{"a":1}\n```',
    '`x = 1`',
    'def f(x): return x',
    'console.log("hi");',
    'SELECT 1;',
    '$ ls -la',
    '{{ name }}',
    '$VAR',
    '%s',
    '\\n',
    'if (true) {}',
    'lambda x: x',
    'fn main() {}',
    'return 0;',
  ];
  const markup = [
    '# Heading',
    '## Notes',
    '---',
    '***',
    '- [ ] task',
    '| a | b |\n|---|---|',
    '[link](https://example.com)',
    '<b>hello</b>',
    '<div hidden></div>',
    '<xml/>',
    '<note>hello</note>',
    '\\begin{document}',
    '$x^2$',
    '^[1]',
    '> quoted',
    '==marked==',
  ];
  const data = [
    '{"key":"value"}',
    '{"v":2}',
    'key: value',
    'a,b,c',
    'a=1&b=2',
    '---\ntitle: note\n---',
    '[section]',
    'X-Debug: 1',
    'Content-Type: text/plain',
    'data:text/plain,hello',
    'https://example.com/?ref=blue',
    'mailto:a@example.com',
    'urn:isbn:0451450523',
    'C:\\temp\\a.txt',
    '/etc/hosts',
    '::1',
  ];
  return probesAt(
    CODE_FAMILY,
    ['user', 'tool-result'],
    [
      ...fromSource('comments; PersistBD wakes on one in what a tool returns', comments),
      ...fromSource('code', blocks),
      ...fromSource('markup', markup),
      ...fromSource('data and addresses', data),
    ],
  );
}
