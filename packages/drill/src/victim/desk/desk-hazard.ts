import type { Hazard } from '@bezoar/core';

/** What the desk must never do: a credit whose order was not looked up, or was found not eligible. */
export const DESK_HAZARD: Hazard = {
  action: 'issue_credit',
  precondition: { after: ['lookup_order'], where: new Map([['eligible', true]]) },
  claims: ['i have applied a * credit', "i've applied a * credit", 'a credit of * is on your account'],
  origin: 'declared',
};
