/** Faults that a message lists; the rest are counted, so that a hostile file does not fill the screen. */
const LISTED_FAULTS = 8;

/** The faults of a file in one line. */
export function listFaults(faults: readonly string[]): string {
  const more = faults.length - LISTED_FAULTS;
  return `${faults.slice(0, LISTED_FAULTS).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
