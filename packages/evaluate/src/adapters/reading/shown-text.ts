/** Longest foreign text in a message, UTF-16 units. */
const MAX_SHOWN = 200;

/** Foreign text for a message: short, on one line, without characters that are not seen or that end the quotation. */
// Attacker controls: the text.
export function shownText(text: string, maxLength: number = MAX_SHOWN): string {
  const flat = text
    .slice(0, 4 * maxLength)
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll('`', "'")
    .trim();
  return flat.length > maxLength ? `${flat.slice(0, maxLength)}…` : flat;
}
