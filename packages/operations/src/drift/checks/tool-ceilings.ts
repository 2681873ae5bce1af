import { type ActionPolicy, catalogueFinding, formatAmount } from '@bezoar/core';
import { askCanary, CANARY_DEADLINE_MS } from '../canary/ask-canary.ts';
import { parseCanaryHeaders } from '../canary/canary-headers.ts';
import { type CanaryRequest, canaryRequest } from '../canary/canary-request.ts';
import type { Drift, DriftCheck, DriftContext } from '../drift-check.ts';

/**
 * The real tool has the ceiling of the document too: it is asked, on its canary account, for the smallest amount above, and
 * has to refuse. Nothing is sent where no action declares a canary, nor by a document that is not the signed one.
 */
export const toolCeilings: DriftCheck = {
  name: 'tool ceilings',
  run: async (context) => {
    const actions = actionsWithCanary(context);
    // A changed document could name another tool, and be handed the credentials of this one (CWE-918, CWE-522).
    if (context.policy.state !== 'signed') {
      return notAsked(actions, 'the document is not the one that was signed');
    }
    const { deadlineMs = CANARY_DEADLINE_MS, headers = parseCanaryHeaders(undefined) } = context.canary ?? {};
    const drifts: Drift[] = [];
    const undecided: string[] = [];
    let compared = 0;
    for (const action of actions) {
      const { now, project, signal } = context;
      const request = canaryRequest(action, { policy: project.digest, now, headers });
      if (request === undefined) {
        undecided.push(`the real tool of \`${action.name}\`: there is no ceiling of money to ask about`);
        continue;
      }
      const answer = await askCanary(request, { deadlineMs, ...(signal === undefined ? {} : { signal }) });
      if (answer.kind === 'undecided') {
        undecided.push(`the real tool of \`${action.name}\`, asked for ${formatAmount(request.amount)}: ${answer.why}`);
        continue;
      }
      compared++;
      if (answer.kind === 'credited') drifts.push(driftOf(action.name, request, answer.status, project.shownPath));
    }
    return { drifts, undecided, compared };
  },
  runWithoutLog: async (context) => notAsked(actionsWithCanary(context), 'the ledger cannot be read'),
};

function actionsWithCanary({ project }: Pick<DriftContext, 'project'>): ActionPolicy[] {
  return (project.model.actions?.actions ?? []).filter(({ canary }) => canary !== undefined);
}

function notAsked(actions: readonly ActionPolicy[], why: string): Awaited<ReturnType<DriftCheck['run']>> {
  return {
    drifts: [],
    undecided: actions.map(({ name }) => `the real tool of \`${name}\` is not asked: ${why}`),
    compared: 0,
  };
}

function driftOf(action: string, { ceiling, amount, method, url }: CanaryRequest, status: number, file: string): Drift {
  const asked = formatAmount(amount);
  const observed = `THE CANARY ACCOUNT WAS CREDITED: the tool answers ${status} to ${asked}`;
  return {
    control: 'actions',
    declared: `\`${action}\`: at most ${formatAmount(ceiling)}`,
    observed,
    finding: catalogueFinding({
      code: 'guard/tool-ceiling-looser',
      severity: 'high',
      subject: action,
      location: { file },
      message: `the real tool of \`${action}\` has no ceiling of ${formatAmount(ceiling)}. ${observed}; take it back`,
      evidence: { method, url, status, asked, ceiling: formatAmount(ceiling) },
    }),
  };
}
