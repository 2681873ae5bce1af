import type { AbsorbKind } from '../item/absorb-item.ts';
import { type AbsorbReason, cutText, quoteAt } from '../item/absorb-reason.ts';
import { foldText } from '../language/folded-text.ts';
import { overridesIn } from '../language/override.ts';
import { standingOrders } from '../language/standing-order.ts';
import { encodedRuns } from './encoded-runs.ts';
import { hiddenCharacters } from './hidden-characters.ts';

/** What the characters of a text say: some that nobody sees, look-alikes, and runs that decode to text. */
export function characterReasons(text: string, where: string, kind: AbsorbKind): AbsorbReason[] {
  const reasons: AbsorbReason[] = hiddenCharacters(text).map(({ rule, severity, span, detail }) => ({
    code: 'corpus/invisible-characters',
    rule,
    severity,
    where,
    span,
    quote: quoteAt(text, span),
    detail,
  }));
  for (const { encoding, span, decoded } of encodedRuns(text)) {
    // A page that explains an encoding shows one; a chat or a note has no reason to.
    const isOrder = isOrderText(decoded);
    reasons.push({
      code: 'corpus/encoded-payload',
      rule: `encoded/${encoding}`,
      severity: isOrder || kind !== 'document' ? 'high' : 'medium',
      where,
      span,
      quote: cutText(decoded, 160),
      detail: isOrder ? `${encoding} that decodes to an order` : `${encoding} that decodes to text`,
    });
  }
  return reasons;
}

function isOrderText(decoded: string): boolean {
  const folded = foldText(decoded);
  for (const _ of overridesIn(folded)) return true;
  for (const _ of standingOrders(folded)) return true;
  return /\b(?:you (?:must|are now|will|should)|approve|grant|reveal|system prompt|always (?:say|answer|reply|apply)|assistant)\b/i.test(
    decoded,
  );
}
