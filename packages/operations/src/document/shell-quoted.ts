/** A word of a command that a report prints, so that a shell reads exactly this word (CWE-78): paths may be anybody's. */
export function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
