import { trustedLedgerKeys } from '../../ledger/keys/trusted-ledger-keys.ts';
import { promotionsOf, type VerifiedPromotion } from '../promote/promotion-record.ts';
import { type PromotedStanding, promotedStanding } from '../standing/promoted-standing.ts';
import type { PromotionContext } from '../standing/promotion-standing.ts';

/** A model that is promoted now, and whether it may still be. */
export interface CurrentPromotion extends PromotedStanding {
  readonly promotion: VerifiedPromotion;
  /** Whom it serves, `base` or `tenant:ID`; empty where no attested training tells. */
  readonly target: string;
}

/**
 * The newest promotion for each target: the model of last month stands aside for that of this one, and a model for one tenant
 * for none of another. Which of them is deployed where is not known.
 */
export async function currentPromotions(context: PromotionContext): Promise<readonly CurrentPromotion[]> {
  const { project, log } = context;
  const newest = new Map<string, VerifiedPromotion>();
  for (const promotion of await promotionsOf({ log, keys: await trustedLedgerKeys(project) })) {
    const target = targetOf(promotion, context);
    if (!newest.has(target)) newest.set(target, promotion);
  }
  const current: CurrentPromotion[] = [];
  for (const [target, promotion] of newest) {
    const { standing } = await promotedStanding(promotion.sha256, context);
    current.push({ target, promotion, standing });
  }
  return current;
}

/** What the training that wrote a model was for. */
function targetOf({ verdict }: Pick<VerifiedPromotion, 'verdict'>, { log }: PromotionContext): string {
  const refs = log.gateVerdicts.find(({ index }) => index === verdict)?.entry.refs ?? [];
  const target = log.trainings.find(({ index }) => refs.includes(index))?.entry.detail?.target;
  return typeof target === 'string' ? target : '';
}
