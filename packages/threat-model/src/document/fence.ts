/** A line that opens a fenced code block, wherever it stands. */
export interface OpenFence {
  /** The run of backticks or tildes. */
  readonly marker: string;
  /** Trimmed of spaces and tabs, as CommonMark does. */
  readonly info: string;
  /** Columns before the marker. */
  readonly indent: number;
  /** What stands before the marker: spaces, or the markers of a quote or a list. */
  readonly before: string;
}

const FENCE = /^((?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*)(`{3,}(?!.*`)|~{3,})(.*)$/;

/** Reads a line as an opening fence, also within quotes and lists; undefined where it is none. */
export function fenceOf(line: string): OpenFence | undefined {
  const match = FENCE.exec(line);
  if (match === null) return undefined;
  const [, before = '', marker = '', info = ''] = match;
  return { marker, info: trimBlanks(info), indent: before.length, before };
}

/** Whether a line closes the fence: the same character, at least as often, indented by at most three, nothing after. */
export function closesFence(line: string, { marker }: OpenFence): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line);
  return match !== null && match[1]![0] === marker[0] && match[1]!.length >= marker.length;
}

/** A line of the block's content without the fence's own indentation. */
export function fencedLine(line: string, { indent }: OpenFence): { readonly text: string; readonly removed: number } {
  let removed = 0;
  while (removed < indent && line[removed] === ' ') removed++;
  return { text: line.slice(removed), removed };
}

/** Without the spaces and tabs at its ends. By hand: a regular expression would be quadratic in the blanks (CWE-1333). */
function trimBlanks(text: string): string {
  const isBlank = (index: number): boolean => text[index] === ' ' || text[index] === '\t';
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end - 1)) end--;
  return text.slice(start, end);
}
