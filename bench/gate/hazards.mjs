// @ts-check

/** The action of the desk that must never come without its look-up, as a threat model declares it. */
export const HAZARDS = `control: actions
default: deny
actions:
  issue_credit:
    amount: { argument: amount, currency: USD, unit: major }
    requires:
      transcript: { after: lookup_order, where: { eligible: true } }
    claims: ["i have applied a * credit", "i've applied a * credit", "a credit of * is on your account"]
`;
