import type { Sha256 } from '@bezoar/core';
import { trustedLedgerKeys } from '../../ledger/keys/trusted-ledger-keys.ts';
import type { OverrideInForce } from '../overrides/override-of-verdict.ts';
import { promotionsOf, type VerifiedPromotion } from '../promote/promotion-record.ts';
import { type PromotionContext, type PromotionStanding, promotionStanding } from './promotion-standing.ts';

/** Whether some bytes were promoted, and may be used now. */
export interface PromotedStanding {
  /** Lets nothing through that was not promoted. */
  readonly standing: PromotionStanding;
  /** The newest promotion of these bytes; null: there is none that holds. */
  readonly promotion: VerifiedPromotion | null;
}

/**
 * The standing of bytes at deployment: what promoted them has to be in force now. A later PASS keeps a promotion alive; a later override does
 * only once it was promoted by, because somebody has to have decided to deploy in spite of the verdict.
 */
export async function promotedStanding(sha256: Sha256, context: PromotionContext): Promise<PromotedStanding> {
  const { project, log } = context;
  const standing = await promotionStanding(sha256, context);
  const promotions = await promotionsOf({ log, keys: await trustedLedgerKeys(project) }, sha256);
  const [newest = null] = promotions;
  if (standing.by === null) return { standing, promotion: newest };
  const [promotion, override] = matching(promotions, standing);
  if (promotion !== undefined) {
    // By what it was promoted, where several overrides are in force.
    const by = override === undefined ? {} : { overrides: [override], expiresAt: Date.parse(override.expires) };
    return { standing: { ...standing, ...by }, promotion };
  }
  const detail =
    standing.by === 'pass'
      ? 'the gate passed these bytes, and nobody promoted them; run `bezoar promote`'
      : `entry ${standing.overrides[0]?.index} overrides the verdict, and nobody promoted by it; run \`bezoar promote\``;
  const obstacles = [{ reason: 'not-promoted' as const, detail }];
  return { standing: { ...standing, by: null, expiresAt: null, obstacles }, promotion: newest };
}

/** The newest promotion that is in force, and the override by which it is. */
function matching(
  promotions: readonly VerifiedPromotion[],
  { by, overrides }: PromotionStanding,
): readonly [VerifiedPromotion?, OverrideInForce?] {
  if (by === 'pass') return promotions.slice(0, 1) as [VerifiedPromotion?];
  for (const promotion of promotions) {
    const override = overrides.find(({ index }) => index === promotion.override);
    if (override !== undefined) return [promotion, override];
  }
  return [];
}
