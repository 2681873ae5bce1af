/**
 * Stands before the names of bezoar's own predicate types: `bezoar:attestation/trust-decision/v0.1`. A URI of a scheme
 * of its own, because the project controls no domain, and a type under a domain that someone else may register one day
 * would let that someone say what it means. It names, and is never fetched.
 */
export const PREDICATE_BASE = 'bezoar:attestation/';
