/** Whether a text has no lone surrogate: one that has cannot be stored or sent as UTF-8 without becoming another text. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
