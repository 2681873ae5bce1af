import type { Sha256 } from '@bezoar/core';
import {
  comparisonBlock,
  examplesNeeded,
  isVerdict,
  markedTurns,
  provenanceBlock,
  type Review,
  type ReviewItem,
  whyBlocks,
} from '@bezoar/operations/review';
import type { Block } from '@bezoar/report';
import { bodyRows, clampTop, frameLines, progressText } from './frame.ts';
import { HELP, KEYS_LINE } from './help.ts';
import type { Key } from './keys.ts';
import type { ReviewScreen } from './review-screen.ts';
import { blockLines, type ScreenStyle, transcriptLines } from './transcript-lines.ts';

/** Widest text, columns: longer lines are tiring to read. */
const MAX_TEXT_COLUMNS = 120;

/** How a session ended: nothing is left, the reader stopped, or the process was told to stop. Verdicts are kept in any case. */
export type SessionEnd = 'done' | 'quit' | 'interrupted';

/** What a session needs beside the review. */
export interface SessionOptions {
  readonly color: boolean;
  readonly unicode: boolean;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** What is on the screen. */
interface View {
  readonly item: ReviewItem;
  example: number;
  top: number;
  message: string;
  isHelp: boolean;
  /** Examples whose end was on the screen. */
  readonly seen: Set<Sha256>;
  readonly startedAt: number;
  body: readonly string[];
}

/** Shows one item after the other until the reader has enough. The caller opens and closes the screen. */
export async function runSession(review: Review, screen: ReviewScreen, options: SessionOptions): Promise<SessionEnd> {
  let item = review.next();
  let message = '';
  while (item !== undefined) {
    const view: View = {
      item,
      example: 0,
      top: 0,
      message,
      isHelp: false,
      seen: new Set(),
      startedAt: options.now(),
      body: [],
    };
    screen.forgetKeys();
    const end = await readItem(review, screen, view, options);
    if (end === 'quit' || end === 'interrupted') return end;
    item = end.item ?? review.next();
    message = end.message;
  }
  return 'done';
}

interface NextItem {
  /** The item to show next; absent: the queue's. */
  readonly item?: ReviewItem;
  readonly message: string;
}

async function readItem(
  review: Review,
  screen: ReviewScreen,
  view: View,
  options: SessionOptions,
): Promise<NextItem | 'quit' | 'interrupted'> {
  for (;;) {
    await draw(review, screen, view, options);
    const key = await screen.key();
    view.message = '';
    if (key === 'interrupt') return 'interrupted';
    if (view.isHelp) {
      if (key !== 'resize') view.isHelp = false;
    } else if (key === 'quit') return 'quit';
    else if (key === 'help') view.isHelp = true;
    else if (isVerdict(key)) {
      const refusal = refusalOf(view, key);
      if (refusal === undefined) {
        const seconds = (options.now() - view.startedAt) / 1000;
        await review.decide(view.item.id, key, { seconds, shown: [...view.seen] });
        return { message: `${VERDICT_WORDS[key]}; b takes it back` };
      }
      view.message = refusal;
    } else if (key === 'undo') {
      const item = await review.undo();
      if (item !== undefined) return { item, message: 'taken back: decide again' };
      view.message = 'nothing to take back';
    } else move(view, key, screen);
  }
}

const VERDICT_WORDS = { keep: 'kept', reject: 'rejected', unsure: 'left to a second reader' } as const;

/** Why a verdict does not count yet: what nobody has seen, nobody has judged. */
function refusalOf({ item, seen }: View, verdict: 'keep' | 'reject' | 'unsure'): string | undefined {
  const need = examplesNeeded(item, verdict);
  if (seen.size >= need) return undefined;
  if (item.records.length === 1) return 'read to the end first: space scrolls, G jumps there';
  return `${need} examples must have been read to the end, ${seen.size} were: n shows the next`;
}

function move(view: View, key: Key | 'resize', screen: ReviewScreen): void {
  const { rows } = screen.size();
  const page = Math.max(1, bodyRows(rows) - 1);
  const steps: Partial<Record<Key | 'resize', number>> = { up: -1, down: 1, 'page-up': -page, 'page-down': page };
  if (key === 'next' || key === 'previous') {
    const count = view.item.records.length;
    view.example = (view.example + (key === 'next' ? 1 : count - 1)) % count;
    view.top = 0;
  } else if (key === 'top') view.top = 0;
  else if (key === 'bottom') view.top = view.body.length;
  else view.top = clampTop(view.top + (steps[key] ?? 0), view.body.length, rows);
}

async function draw(review: Review, screen: ReviewScreen, view: View, options: SessionOptions): Promise<void> {
  const { columns, rows } = screen.size();
  const { color, unicode } = options;
  const style: ScreenStyle = { columns: Math.min(columns, MAX_TEXT_COLUMNS), color, unicode };
  view.body = view.isHelp ? blockLines(HELP, style) : await bodyOf(review, view, style);
  const top = view.isHelp ? 0 : clampTop(view.top, view.body.length, rows);
  const dot = unicode ? ' · ' : ' - ';
  const count = view.item.records.length;
  const place = count === 1 ? view.item.kind : `${view.item.kind}, example ${view.example + 1} of ${count}`;
  screen.draw(
    frameLines(
      {
        title: `review  ${progressText(review.progress(), unicode)}${dot}${place}`,
        body: view.body,
        top,
        message: view.message,
        keys: view.isHelp ? 'any key goes back' : KEYS_LINE,
      },
      rows,
      { ...style, columns },
    ),
  );
  if (view.isHelp) return;
  view.top = top;
  if (top + bodyRows(rows) >= view.body.length) view.seen.add(view.item.records[view.example]!);
}

async function bodyOf(review: Review, { item, example }: View, style: ScreenStyle): Promise<readonly string[]> {
  const record = await review.load(item.records[example]!);
  const blocks: Block[] = [...whyBlocks(item), provenanceBlock(record)];
  const [finding] = item.findings;
  if (item.kind === 'family' && finding !== undefined) {
    const other = await review.load(item.records[(example + 1) % item.records.length]!);
    const comparison = comparisonBlock(finding, record, other);
    if (comparison !== undefined) blocks.push(comparison);
  }
  const turns = markedTurns(record, item.findings, review.violations(record));
  return [...blockLines(blocks, style), '', ...transcriptLines(turns, style)];
}
