/**
 * What remains of Markdown once fenced blocks and code spans are taken out as CommonMark reads them (0.31, 4.5 and 6.1).
 * Throws where a fence stays open or backticks are left over, since then something escaped from code.
 */
export function proseOf(markdown: string): readonly string[] {
  const prose: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    if (fence !== undefined) {
      if (/^ {0,3}`+ *$/.test(line) && line.trim().length >= fence.length) fence = undefined;
      continue;
    }
    const opening = /^ {0,3}(?<fence>`{3,})[^`]*$/.exec(line);
    if (opening === null) prose.push(withoutCode(line));
    else fence = opening.groups!.fence!;
  }
  if (fence !== undefined) throw new Error('a fence stays open');
  return prose;
}

function withoutCode(line: string): string {
  let rest = line;
  let prose = '';
  for (;;) {
    const run = /`+/.exec(rest);
    if (run === null) return prose + rest;
    prose += rest.slice(0, run.index);
    const after = rest.slice(run.index + run[0].length);
    const closing = [...after.matchAll(/`+/g)].find((match) => match[0].length === run[0].length);
    if (closing === undefined) throw new Error(`backticks are left over in \`${line.slice(0, 200)}\``);
    prose += '\uE000';
    rest = after.slice(closing.index + closing[0].length);
  }
}
