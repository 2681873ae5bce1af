import { type Line, type Span, spansOf } from '../document/span.ts';
import type { InertPiece } from '../inert/inert-piece.ts';
import { type VisibleTextOptions, visiblePieces, visibleText } from '../inert/visible-text.ts';
import { anchorName } from './anchor.ts';

/** Markup that may stand in a page. Made only by `html`: a plain string is never markup. */
export interface Markup {
  readonly markup: string;
}

/** What may be put into a template: markup as it is; text and numbers inert and escaped; nothing for `undefined`. */
export type Insertion = Markup | readonly Markup[] | string | number | undefined;

/** Longest text of one span in a page, in characters. A hostile record may hold megabytes in one field. */
const MAX_HTML_TEXT = 20_000;

/**
 * A template of markup. Strings that are inserted are hostile until they have passed through here: they become inert,
 * then escaped, and are safe in element content and in double-quoted attributes.
 */
export function html(template: TemplateStringsArray, ...insertions: readonly Insertion[]): Markup {
  let markup = template[0]!;
  for (const [index, insertion] of insertions.entries()) markup += inserted(insertion) + template[index + 1]!;
  return { markup };
}

function inserted(insertion: Insertion): string {
  if (insertion === undefined) return '';
  if (typeof insertion === 'string') return escapeHtml(visibleText(insertion));
  if (typeof insertion === 'number') return Number.isFinite(insertion) ? String(insertion) : '0';
  return 'markup' in insertion ? insertion.markup : insertion.map(({ markup }) => markup).join('');
}

/** Hostile text as element content: each hidden character is set apart, the whole is isolated from the direction of its surroundings. */
export function dataMarkup(text: string, options: VisibleTextOptions = {}): Markup {
  const pieces = visiblePieces(text, { maxLength: MAX_HTML_TEXT, ...options });
  return { markup: `<bdi>${pieces.map(pieceMarkup).join('')}</bdi>` };
}

function pieceMarkup(piece: InertPiece): string {
  if (piece.hidden === undefined) return escapeHtml(piece.text);
  return `<span class="inv" title="${escapeHtml(piece.hidden)}">${escapeHtml(piece.text)}</span>`;
}

/** A line as element content. */
export function lineMarkup(line: Line): Markup {
  return {
    markup: spansOf(line)
      .map((span) => spanMarkup(span).markup)
      .join(''),
  };
}

function spanMarkup(span: Span): Markup {
  const data = dataMarkup(span.text);
  const styled =
    span.style === undefined
      ? data
      : span.style === 'strong'
        ? html`<strong>${data}</strong>`
        : span.style === 'code'
          ? html`<code>${data}</code>`
          : html`<span class="${span.style}">${data}</span>`;
  return span.to === undefined ? styled : html`<a href="#${anchorName(span.to)}">${styled}</a>`;
}

/** Escapes inert text for element content and quoted attributes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`=]/g, (character) => `&#${character.charCodeAt(0)};`);
}
