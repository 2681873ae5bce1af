import { describe, expect, it } from 'vitest';
import { findBlocks } from './blocks.ts';
import { faultList, formatFault } from './fault.ts';

/** The texts of the blocks of a document, and its faults. */
function read(...lines: string[]): { texts: string[]; faults: string[] } {
  const faults = faultList();
  const blocks = findBlocks(lines, faults.report);
  return { texts: blocks.map(({ text }) => text), faults: faults.sorted().map((fault) => formatFault(fault, '')) };
}

// The numbers are those of examples in CommonMark 0.31.2, https://spec.commonmark.org/0.31.2/#fenced-code-blocks.
describe('findBlocks, by CommonMark', () => {
  it.each([
    ['backticks (119)', ['```yaml bezoar', '<', ' >', '```'], ['<\n >']],
    ['tildes (120)', ['~~~yaml bezoar', '<', ' >', '~~~'], ['<\n >']],
    ['a closing fence of the other character (122)', ['```yaml bezoar', 'aaa', '~~~', '```'], ['aaa\n~~~']],
    ['a closing fence that is too short (124)', ['````yaml bezoar', 'aaa', '```', '``````'], ['aaa\n```']],
    ['an empty block (130)', ['```yaml bezoar', '```'], ['']],
    [
      'an indented fence and content (133)',
      ['   ```yaml bezoar', '   aaa', '    aaa', '  aaa', '   ```'],
      ['aaa\n aaa\naaa'],
    ],
    ['a closing fence that is indented more (135)', ['```yaml bezoar', 'aaa', '  ```'], ['aaa']],
    ['a closing fence that is indented as code (137)', ['```yaml bezoar', 'aaa', '    ```', '```'], ['aaa\n    ```']],
    ['a fence right after a paragraph (140)', ['foo', '```yaml bezoar', 'bar', '```', 'baz'], ['bar']],
    ['spaces around the info string (143)', ['~~~~    yaml bezoar  ', 'a', '~~~~~~~'], ['a']],
    ['a closing fence with an info string, which is none (147)', ['```yaml bezoar', '``` aaa', '```'], ['``` aaa']],
    ['two backticks, which are no fence (121)', ['``yaml bezoar', 'foo', '``'], []],
    ['backticks in an info string, which is none (145)', ['``` yaml bezoar ```', 'foo'], []],
    ['another info string', ['```yaml', 'a: 1', '```', '```sh', 'bezoar scan', '```'], []],
    ['an HTML comment that ends on its line', ['<!-- a --> b', '```yaml bezoar', 'a', '```'], ['a']],
    ['a comment of hyphens alone', ['<!-->', '```yaml bezoar', 'a', '```'], ['a']],
    ['an HTML block that a blank line ends', ['<div>', '', '```yaml bezoar', 'a', '```'], ['a']],
    ['a list that ended above', ['- item', '', '```yaml bezoar', 'a', '```'], ['a']],
    ['a list right above', ['- item', '```yaml bezoar', 'a', '```'], ['a']],
    [
      'an ordinary fence in a list, closed there',
      ['- ```sh', '  ls', '  ```', '', '```yaml bezoar', 'a', '```'],
      ['a'],
    ],
    ['a word for the tool in prose', ['`bezoar` and ```bezoar``` inline'], []],
  ])('reads %s', (_, lines, texts) => {
    expect(read(...lines)).toEqual({ texts, faults: [] });
  });

  it.each([
    ['a comment that is still open', ['<!--', 'a', '```yaml bezoar', 'x', '```', '-->'], ':3:1: '],
    ['HTML without a blank line', ['</details>', '```yaml bezoar', 'x', '```'], ':2:1: '],
    ['a nested quote', ['> > ```yaml bezoar', '> > x', '> > ```'], ':1:5: '],
    ['an ordered list', ['1) a', '', '   ```yaml bezoar', '   x', '   ```'], ':3:4: '],
    ['a list far above', ['- a', '', '  b', '', '  ```yaml bezoar', '  x', '  ```'], ':5:3: '],
    ['indentation by four columns', ['', '    ```yaml bezoar', '    x', '    ```'], ':2:5: '],
    ['an open fence above', ['```', 'text', '```yaml bezoar', 'x', '```'], ':3:1: '],
    ['an open tilde fence above', ['~~~', '```yaml bezoar', 'x', '```'], ':2:1: '],
  ])('reports a block that %s keeps from being read', (_, lines, place) => {
    const { faults, texts } = read(...lines);
    expect(texts).toEqual([]);
    expect(faults[0]?.slice(0, place.length)).toBe(place);
  });

  it('reports a block that is never closed, and still reads it', () => {
    expect(read('', '```yaml bezoar', 'a')).toEqual({ texts: ['a'], faults: [':2:1: the block is never closed'] });
  });

  it.each([
    'yaml  bezoar',
    'yml bezoar',
    'YAML bezoar',
    'Yaml Bezoar',
    'bezoar',
    'bezoar yaml',
    'yaml-bezoar',
    'yaml:bezoar',
    'yaml,bezoar',
    'yamlbezoar',
    '{.yaml .bezoar}',
    'yaml bezoar {#caps}',
    'yaml bezaor',
    'yaml bezor',
    'yaml beezoar',
    'yaml&#32;bezoar',
    'yaml b\u0435zoar',
    'yaml\u00a0bezoar',
    'yaml bez\u200boar',
    'yaml\tbezoar',
    '\uff59aml bezoar',
  ])('reports the info string `%s`, which is almost right', (info) => {
    const { faults, texts } = read(`\`\`\`${info}`, 'x: 1', '```');
    expect(texts).toEqual([]);
    expect(faults).toEqual([expect.stringMatching(/^:1:1: the info string .* did you mean `yaml bezoar`\?$/)]);
  });

  it.each(['', 'yaml', 'yml', 'json', 'ts', 'bash', 'bazel', 'yaml title="caps"', 'mermaid', 'yaml bear', 'text'])(
    'passes over the info string `%s`',
    (info) => {
      expect(read(`\`\`\`${info}`, 'window: 30d', '```')).toEqual({ texts: [], faults: [] });
    },
  );

  it('reports a control in a block that is not read', () => {
    expect(read('```yaml', 'control: corpus/caps', '```').faults).toHaveLength(1);
    expect(read('```', 'accepted:', '```').faults).toHaveLength(1);
    expect(read('```python', 'control: str', '```').faults).toHaveLength(0);
  });
});
