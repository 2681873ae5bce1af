import { displayWidth } from './display-width.ts';
import { graphemes } from './grapheme.ts';

/** Cuts inert text to at most `columns`, with an ellipsis where something was cut. A mark such as `⟨U+200B⟩` is never halved. */
export function truncateToWidth(text: string, columns: number, ellipsis = '…'): string {
  if (displayWidth(text) <= columns) return text;
  const room = columns - displayWidth(ellipsis);
  if (room < 0) return '';
  let kept = '';
  let width = 0;
  for (const grapheme of graphemes(text)) {
    width += displayWidth(grapheme);
    if (width > room) break;
    kept += grapheme;
  }
  return kept.replace(/⟨\+?[^⟨⟩]{0,20}$/u, '') + ellipsis;
}
