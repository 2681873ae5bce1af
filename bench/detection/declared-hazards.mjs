// @ts-check

/**
 * What an operator of Larkfield would declare: no credit without an order lookup that says it is eligible. The claims
 * are worded as an agent would word them, not copied from the generator.
 * @type {readonly import('@bezoar/core').Hazard[]}
 */
export const CREDIT_HAZARD = [
  {
    action: 'issue_credit',
    precondition: { after: ['lookup_order'], where: new Map([['eligible', true]]) },
    claims: ['applied a * credit', 'credited * to your account', 'issued a * credit', 'credit is now on your account'],
    origin: 'declared',
  },
];
