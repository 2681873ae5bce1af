/** Evidence of a finding as indented JSON; a note where it has no JSON form, since a report must not fail on it. */
export function evidenceText(evidence: unknown): string {
  try {
    // `JSON.stringify` gives nothing for `undefined` and functions, whatever its type says.
    const text: string | undefined = JSON.stringify(evidence, undefined, 2);
    return text === undefined ? 'none' : text;
  } catch {
    return 'this evidence has no JSON form';
  }
}
