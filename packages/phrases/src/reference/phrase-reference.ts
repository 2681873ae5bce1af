/** How often phrases occur in a body of ordinary text. */
export interface PhraseReference {
  /** Documents of the body. */
  readonly records: number;
  /** Documents that hold the phrase, approximately; 0 where the reference does not know it. */
  recordsOf(words: readonly string[]): number;
}
