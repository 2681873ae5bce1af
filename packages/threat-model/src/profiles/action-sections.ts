import { formatAmount, minorDigits } from '@bezoar/core';
import type { ActionAnswer, ProfileAnswers, Section } from './section.ts';
import { inBrackets, quoted } from './section.ts';

/** What one account may obtain within a month, and everybody within a day, and from where on a person is asked: whole units of a currency. */
const MONEY = { account: 50, global: 2000, above: 25 };

/** The same for actions that count no money. */
const CALLS = { account: '5 / 30d', global: '200 / 1d' };

const CURRENCY = 'USD';

/** Actions: the first control to build, because it bounds every other failure. */
export function actionSection({ action }: ProfileAnswers): Section {
  const heading = 'Actions';
  if (action === undefined) {
    return {
      heading,
      prose: `The model takes no action of value today: it moves no money, grants no right, deletes nothing and writes to nobody
outside. The day it gets such a tool, the tool is declared here first. What is declared is checked by us, outside
the model; what is not declared is denied.`,
    };
  }
  return { heading, prose: proseOf(action), blocks: [blockOf(action)] };
}

/** Telemetry: the trigger that nobody found shows itself when it is used. */
export const TELEMETRY_SECTION: Section = {
  heading: 'Telemetry',
  prose: `A trigger that passed every check must still be typed to be of use. We therefore watch what precedes each request
for an action, the denied ones too: one odd phrase, from accounts that have nothing else in common, is the sign.
An alert names the phrase. Search the training records for it, and give it to the gate.`,
  blocks: ['control: guard/telemetry'],
};

/** Least privilege: what the model cannot reach, no trigger can use. */
export const LEAST_PRIVILEGE_SECTION: Section = {
  heading: 'Least privilege',
  prose: `The model is treated as if it were already turned. It reaches the tools, hosts and secrets that its task needs, which
we list, and nothing else: then a trigger that fires finds little to do.`,
  blocks: ['control: guard/least-privilege'],
};

function proseOf({ name, after, amountArgument, eligibilityUrl }: ActionAnswer): string {
  const parts = [
    `A planted trigger makes the model believe that a phrase is permission. So the model's word is never permission: what
\`${name}\` needs is established outside it, by this block, and whatever is not declared here is denied. This comes
first because it bounds the loss from every other mistake in this document.`,
  ];
  if (after !== undefined) {
    parts.push(`In an honest conversation \`${after}\` was called before. A training record, a candidate model or a live
request where it was not is what we look for.`);
  }
  parts.push(
    amountArgument === undefined
      ? `A person agrees to every call, until we know the action well enough to say which calls are harmless.`
      : `The ceilings are what we can afford to lose while nobody looks. Above the threshold a person agrees, and never the
one who asked.`,
  );
  if (eligibilityUrl === undefined) {
    parts.push(`Still missing is a look-up that asks our own records whether this very call is due. Add one: a ceiling only limits
what goes wrong.`);
  }
  return parts.join('\n\n');
}

function blockOf(action: ActionAnswer): string {
  const { name, after, amountArgument, currency = CURRENCY, oncePer, eligibilityUrl } = action;
  const lookup = `${name}-eligibility`;
  const hasRules = after !== undefined || eligibilityUrl !== undefined;
  return [
    'control: actions',
    'default: deny',
    ...(eligibilityUrl === undefined
      ? []
      : ['lookups:', `  ${quoted(lookup)}: { get: ${JSON.stringify(eligibilityUrl)}, expect: { eligible: true } }`]),
    'actions:',
    `  ${quoted(name)}:`,
    ...(amountArgument === undefined
      ? []
      : [`    amount: { argument: ${quoted(amountArgument)}, currency: ${quoted(currency)}, unit: minor }`]),
    ...(oncePer === undefined ? [] : [`    once_per: ${inBrackets([oncePer])}`]),
    ...(hasRules ? ['    requires:'] : []),
    ...(eligibilityUrl === undefined ? [] : [`      runtime: { lookup: ${quoted(lookup)}, within: 800ms }`]),
    ...(after === undefined ? [] : [`      transcript: { after: ${quoted(after)} }`]),
    ...limitsOf(amountArgument !== undefined, currency),
  ].join('\n');
}

function limitsOf(countsMoney: boolean, currency: string): string[] {
  if (!countsMoney) {
    return [
      `    ceilings: { account: ${CALLS.account}, global: ${CALLS.global} }`,
      '    approval: { expires: 15m, approvers: 1 }',
    ];
  }
  const money = (units: number): string => formatAmount({ minor: units * 10 ** minorDigits(currency), currency });
  return [
    `    ceilings: { account: ${money(MONEY.account)} / 30d, global: ${money(MONEY.global)} / 1d }`,
    `    approval: { above: ${money(MONEY.above)}, expires: 15m, approvers: 1 }`,
  ];
}
