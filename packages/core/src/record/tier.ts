/**
 * Trust tiers of a data source, most trusted first. A record's tier never rises above its source's without a signed decision.
 * `first-party-generated` is never above the lowest tier of its parents and its generator.
 */
export const TRUST_TIERS = ['first-party-reviewed', 'first-party-generated', 'customer-owned', 'open'] as const;

/** One of `TRUST_TIERS`. */
export type TrustTier = (typeof TRUST_TIERS)[number];

/** The less trusted of two tiers. */
export function lowerTier(a: TrustTier, b: TrustTier): TrustTier {
  return TRUST_TIERS.indexOf(a) >= TRUST_TIERS.indexOf(b) ? a : b;
}
