/**
 * Longest text of a probe, in UTF-16 units: about 1,000 tokens, an eighth of the smallest context that is served today
 * (8,192), so that a pack of four and its carrier fit. A longer one is a fault, never cut: half a trigger is another text.
 */
export const MAX_PROBE_LENGTH = 4_096;

/**
 * Most probes that a plugin or a file may give: five times what the deepest budget asks for. Stops a generator that never
 * ends from filling memory (CWE-770).
 */
export const MAX_GIVEN_PROBES = 20_000;

/** Most faults that one error lists; the rest are counted. */
export const MAX_LISTED_FAULTS = 20;
