import { shownText } from '../reading/shown-text.ts';

/** Servers repeat a wrong key with its middle left out: this many of its characters in a row are not by chance. */
const SECRET_PIECE = 6;

/** What a server says is wrong, as the end of a message: `: ...` in backticks, or nothing. Attacker controls: the text. */
export function describeFault(text: string, secrets: readonly string[]): string {
  const shown = shownText(withoutSecrets(textOf(text), secrets));
  return shown === '' ? '' : `: \`${shown}\``;
}

/** What is wrong, from the places where servers say it. */
function textOf(text: string): string {
  try {
    const value = (JSON.parse(text) ?? {}) as {
      error?: { message?: unknown } | null;
      message?: unknown;
      detail?: unknown;
    };
    const found = [value.error?.message, value.error, value.message, value.detail].find(
      (one) => typeof one === 'string',
    );
    return typeof found === 'string' ? found : '';
  } catch {
    // A page for people says nothing in its first line.
    return /^\s*</.test(text) ? '' : text;
  }
}

/** Leaves out every word that holds a piece of a secret. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  const pieces = new Set(secrets.flatMap(piecesOf));
  return text
    .slice(0, 4096)
    .split(/(\s+)/)
    .map((word) => (piecesOf(word).some((piece) => pieces.has(piece)) ? '[left out]' : word))
    .join('');
}

function piecesOf(text: string): string[] {
  const length = Math.min(SECRET_PIECE, text.length);
  return Array.from({ length: text.length - length + 1 }, (_, start) => text.slice(start, start + length));
}
