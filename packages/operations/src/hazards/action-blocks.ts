/** A piece of YAML within a file. */
export interface YamlBlock {
  readonly text: string;
  /** 1-based line of the file on which the block begins. */
  readonly firstLine: number;
}

const FENCE = /^(`{3,}|~{3,})\s*yaml bezoar\s*$/;

/**
 * The YAML of a hazards file: the whole file, or, in a Markdown document, each fenced `yaml bezoar` block that declares
 * `actions:`.
 */
export function actionBlocks(text: string): YamlBlock[] {
  const lines = text.split(/\r?\n/);
  if (!lines.some((line) => FENCE.test(line))) return [{ text, firstLine: 1 }];
  const blocks: YamlBlock[] = [];
  for (let i = 0; i < lines.length; i++) {
    const fence = FENCE.exec(lines[i]!)?.[1];
    if (fence === undefined) continue;
    const first = i + 1;
    let end = first;
    while (end < lines.length && lines[end]!.trim() !== fence) end++;
    const block = lines.slice(first, end);
    if (block.some((line) => /^actions\s*:/.test(line))) blocks.push({ text: block.join('\n'), firstLine: first + 1 });
    i = end;
  }
  return blocks;
}
