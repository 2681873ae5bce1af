import { plural } from '@bezoar/core';
import type { Block, Headline, Line } from '@bezoar/report';
import type { AbsorbDocument, HeldItem } from './absorb-document.ts';

/** Held items that a screen shows one by one. */
const SHOWN_HELD = 12;
/** Rows of a list of places. */
const SHOWN_PLACES = 5;
/** Characters of a quotation in a table. */
const SHOWN_QUOTE = 90;

/** The one sentence that a reader takes away. */
export function absorbHeadline({ verdict, held, absorbed, undecided, coverage }: AbsorbDocument): Headline {
  const unread = coverage.unreadableCount + undecided.length;
  const rest = unread === 0 ? '' : ` ${plural(unread, 'place')} could not be read or told.`;
  const taken = `${absorbed.length} of ${plural(coverage.read, 'item')} may be learned from`;
  if (held.length > 0) {
    const sentence = `${plural(held.length, 'item')} held, ${taken}.${rest}`;
    return { verdict, tone: 'bad', sentence };
  }
  if (verdict === 'undecided')
    return { verdict, tone: 'warn', sentence: `${taken}; this is not a clean result.${rest}` };
  return { verdict, tone: verdict === 'clean' ? 'good' : 'bad', sentence: `${taken}.${rest}` };
}

/** A run on one screen: what is held and why, what could not be read, what cannot be seen. */
export function absorbBlocks(document: AbsorbDocument, options: { readonly excerpts: boolean }): Block[] {
  const { verdict, tone, sentence } = absorbHeadline(document);
  const text = typeof sentence === 'string' ? [{ text: sentence }] : sentence;
  const blocks: Block[] = [{ kind: 'text', lines: [[{ text: `${verdict}  `, style: tone }, ...text]] }];
  blocks.push({ kind: 'text', tone: 'note', lines: [readLine(document)] });
  if (document.held.length > 0) blocks.push(...heldBlocks(document, options.excerpts));
  const weaker = document.findings.filter(
    ({ severity, code }) => severity === 'medium' && code.startsWith('corpus/') && code !== 'corpus/unreadable',
  );
  if (weaker.length > 0 && document.held.length === 0) {
    blocks.push({ kind: 'heading', level: 2, text: 'Noticed, and absorbed' });
    blocks.push({ kind: 'list', items: someOf(weaker.map(({ message }) => message)) });
  }
  const places = [
    ...document.undecided.map(({ id, reasons }) => `${id}: ${reasons.join('; ')}`),
    ...document.coverage.unreadable.map(
      ({ file, line, reason }) => `${file}${line === undefined ? '' : `:${line}`}: ${reason}`,
    ),
  ];
  if (places.length > 0) {
    blocks.push({ kind: 'heading', level: 2, text: 'Not read or not told' }, { kind: 'list', items: someOf(places) });
  }
  const own = document.findings.filter(({ code }) => !code.startsWith('corpus/'));
  if (own.length > 0) {
    blocks.push({ kind: 'heading', level: 2, text: 'The project' });
    blocks.push({ kind: 'list', items: own.map(({ severity, message }): Line => `${severity}  ${message}`) });
  }
  blocks.push(
    { kind: 'heading', level: 2, text: 'What this command cannot see' },
    { kind: 'list', items: document.coverage.limits },
  );
  const code = document.held[0]?.code;
  if (code !== undefined) {
    blocks.push({ kind: 'heading', level: 2, text: 'Next' });
    blocks.push({
      kind: 'command',
      command: `bezoar explain ${code}`,
      note: 'what it means, how it is established, what to do',
    });
  }
  return blocks;
}

function readLine({ coverage, kind, inputs, caps }: AbsorbDocument): string {
  const files = inputs.length === 1 ? (inputs[0]?.path ?? '') : `${inputs.length} files`;
  const accounts = coverage.accounts === 0 ? 'no accounts named' : plural(coverage.accounts, 'account');
  const cap = kind === 'feedback' ? `, at most ${caps.account} items an account` : '';
  return `${plural(coverage.read, 'item')} of ${kind} from ${files}; ${accounts}${cap}`;
}

function heldBlocks({ held }: AbsorbDocument, withExcerpts: boolean): Block[] {
  const shown = held.slice(0, SHOWN_HELD);
  const title = held.length > shown.length ? `Held (${shown.length} of ${held.length})` : 'Held';
  const columns = [{ title: 'item' }, { title: 'why' }, ...(withExcerpts ? [{ title: 'words', grow: true }] : [])];
  return [
    { kind: 'heading', level: 2, text: title },
    { kind: 'table', columns, rows: shown.map((item) => rowOf(item, withExcerpts)) },
  ];
}

function rowOf({ id, reasons, codes }: HeldItem, withExcerpts: boolean): Line[] {
  const first = reasons[0];
  const more = codes.length > 1 ? ` and ${codes.length - 1} more` : '';
  const why: Line = [{ text: `${first?.rule ?? ''}${more}`, style: 'bad' }];
  const quote = (first?.quote ?? '').slice(0, SHOWN_QUOTE);
  return withExcerpts ? [id, why, [{ text: quote, style: 'code' }]] : [id, why];
}

function someOf(items: readonly string[]): string[] {
  const rest = items.length - SHOWN_PLACES;
  return rest > 0 ? [...items.slice(0, SHOWN_PLACES), `and ${rest} more`] : [...items];
}
