import type { OpenFence } from './fence.ts';

/** Says of each line, in order, what keeps a fence on it from being a block of the document; undefined: nothing. */
export interface ContainerTracker {
  next(line: string, fence: OpenFence | undefined): string | undefined;
}

interface HtmlBlock {
  readonly start: RegExp;
  readonly end: RegExp;
  readonly name: string;
}

const BLANK = /^[ \t]*$/;

/** Start and end of HTML blocks (CommonMark 0.31, 4.6). The last kind, any other tag, ends at a blank line. */
const HTML_BLOCKS: readonly HtmlBlock[] = [
  { start: /^ {0,3}<!--/, end: /-->/, name: 'within an HTML comment' },
  {
    start: /^ {0,3}<(?:script|pre|style|textarea)(?:[ \t>]|$)/i,
    end: /<\/(?:script|pre|style|textarea)>/i,
    name: 'within HTML',
  },
  { start: /^ {0,3}<\?/, end: /\?>/, name: 'within HTML' },
  { start: /^ {0,3}<!\[CDATA\[/, end: /\]\]>/, name: 'within HTML' },
  { start: /^ {0,3}<![A-Za-z]/, end: />/, name: 'within HTML' },
  { start: /^ {0,3}<\/?[A-Za-z][A-Za-z0-9-]*(?:[ \t/>]|$)/, end: BLANK, name: 'within HTML' },
];

const LIST_ITEM = /^( {0,3}(?:[-*+]|\d{1,9}[.)]))([ \t]+|$)/;

/** A tracker for one document. Lines within a fence that is a block must not be given to it. */
export function containerTracker(): ContainerTracker {
  let html: HtmlBlock | undefined;
  /** Column at which the content of the outermost open list item begins; 0: no list is open. */
  let listContent = 0;
  let afterBlank = false;
  return {
    next(line, fence) {
      if (html !== undefined) {
        const { name, end } = html;
        if (end.test(line)) html = undefined;
        return name;
      }
      const isBlank = line.trim() === '';
      const indent = /^ */.exec(line)![0].length;
      if (!isBlank && listContent > 0 && indent < listContent && (afterBlank || fence !== undefined)) listContent = 0;
      const item = LIST_ITEM.exec(line);
      if (item !== null && listContent === 0) {
        const gap = item[2]!.length;
        listContent = item[1]!.length + (gap >= 1 && gap <= 4 ? gap : 1);
      }
      afterBlank = isBlank;
      if (fence !== undefined) return placeOf(fence, listContent);
      const opened = HTML_BLOCKS.find(({ start }) => start.test(line));
      if (opened !== undefined && !endsOnItsLine(line, opened)) html = opened;
      return undefined;
    },
  };
}

function placeOf({ before, indent }: OpenFence, listContent: number): string | undefined {
  if (before.includes('>')) return 'within a quote';
  if (/[^ \t]/.test(before) || (listContent > 0 && indent >= listContent)) return 'within a list';
  if (before.includes('\t') || indent > 3) return 'indented as code';
  return undefined;
}

function endsOnItsLine(line: string, { start, end }: HtmlBlock): boolean {
  if (end === BLANK) return false;
  const opening = start.exec(line)![0];
  // `<!-->` and `<!--->` are whole comments: the end may share hyphens with the start.
  const kept = opening.endsWith('--') ? 2 : 0;
  return end.test(line.slice(opening.length - kept));
}
