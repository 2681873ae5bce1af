/** The sentences of a text, trimmed, each with its end mark; a line end ends one too. Never none where the text is not blank. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?\u3002])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** The text with its first letter small, unless it is the word `I`. */
export function lowerFirst(text: string): string {
  return /^I\b/.test(text) ? text : text.replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (letter) => letter.toLowerCase());
}

/** The text with its first letter capital. */
export function upperFirst(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}
