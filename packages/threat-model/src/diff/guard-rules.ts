import {
  byEdge,
  type ChangeMeaning,
  type ChangeRule,
  fewerItemsTighten,
  higherTightens,
  lowerTightens,
  meaning,
} from './change-rule.ts';
import { ACTION_TOO } from './guard-leaves.ts';
import type { LeafValue } from './policy-leaf.ts';

const CALLS = { tighten: 'fewer calls pass', loosen: 'calls pass that were denied' };
const INCIDENT = {
  tighten: 'a recurring phrase is an incident sooner',
  loosen: 'a recurring phrase is an incident later',
};

/** What a change of each leaf of the guard's blocks means, the actions apart. */
export const GUARD_RULES: Readonly<Record<string, ChangeRule>> = {
  // Without the list the declared actions alone are possible, and nothing says what they may reach.
  'guard/least-privilege tools': byEdge(
    { tighten: 'the model may call less', loosen: 'another rule says what the model may call and reach' },
    { added: 'loosen' },
  ),
  'guard/least-privilege tools.*': listedTool,
  'guard/least-privilege tools.*.arguments': byEdge({
    tighten: 'only listed arguments pass',
    loosen: 'any arguments pass',
  }),
  'guard/least-privilege tools.*.arguments.*': listedArgument,
  'guard/least-privilege tools.*.arguments.*.type': argumentType,
  'guard/least-privilege tools.*.arguments.*.optional': (_, after) =>
    meaning(after === true ? 'loosen' : 'tighten', CALLS),
  'guard/least-privilege tools.*.arguments.*.one_of': fewerItemsTighten(CALLS, { isEmptyOpen: true }),
  'guard/least-privilege tools.*.arguments.*.max_length': lowerTightens(CALLS),
  'guard/least-privilege tools.*.arguments.*.min': higherTightens(CALLS),
  'guard/least-privilege tools.*.arguments.*.max': lowerTightens(CALLS),
  'guard/least-privilege tools.*.destinations.*': byEdge(
    { tighten: 'the tool reaches less', loosen: 'the tool reaches a further address' },
    { added: 'loosen', removed: 'tighten' },
  ),
  'guard/least-privilege tools.*.destinations.*.methods': fewerItemsTighten({
    tighten: 'fewer methods may be used',
    loosen: 'a further method may be used',
  }),
  'guard/least-privilege tools.*.destinations.*.query': fewerItemsTighten({
    tighten: 'a query carries less out',
    loosen: 'a query may carry more out',
  }),
  'guard/least-privilege tools.*.secrets': fewerItemsTighten({
    tighten: 'the tool is given fewer secrets',
    loosen: 'the tool is given a further secret',
  }),
  'guard/approvals approvers': fewerItemsTighten(
    { tighten: 'fewer people may approve', loosen: 'other people may approve' },
    { isEmptyOpen: true },
  ),
  'guard/telemetry accounts': lowerTightens(INCIDENT),
  'guard/telemetry tenants': lowerTightens(INCIDENT),
};

/** A tool that leaves the list is denied, unless it is a declared action: that one loses the limits of its entry. */
function listedTool(before: LeafValue | undefined, after: LeafValue | undefined): ChangeMeaning {
  const reasons = {
    tighten: 'the tool is denied',
    loosen:
      after === undefined
        ? 'nothing limits what the action is called with'
        : 'the tool becomes possible, or reaches more',
  };
  return meaning(after === undefined && before !== ACTION_TOO ? 'tighten' : 'loosen', reasons);
}

/** An argument without a rule denies. Without a required one other calls pass: those that left it out. */
function listedArgument(before: LeafValue | undefined, after: LeafValue | undefined): ChangeMeaning {
  return meaning(after === undefined && before === 'optional' ? 'tighten' : 'loosen', CALLS);
}

/** `any` holds every type, and the integers are among the numbers; the others exclude each other. */
function argumentType(before: LeafValue | undefined, after: LeafValue | undefined): ChangeMeaning {
  const isNarrower = before === 'any' || (before === 'number' && after === 'integer');
  return meaning(isNarrower ? 'tighten' : 'loosen', CALLS);
}
