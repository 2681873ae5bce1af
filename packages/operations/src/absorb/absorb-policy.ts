import { type FieldMapping, hazardsOf } from '@bezoar/core';
import { type AbsorbPolicy, DEFAULT_ABSORB_POLICY } from '@bezoar/corpus';
import type { Project } from '../project/project.ts';

/** What a run of `absorb` obeys. */
export interface ProjectAbsorbPolicy {
  readonly policy: AbsorbPolicy;
  readonly fields: FieldMapping;
}

/** The document's actions, caps and field names; without a document nothing is declared, and only a flood is capped. */
export function absorbPolicyOf(project: Project | undefined): ProjectAbsorbPolicy {
  if (project === undefined) return { policy: DEFAULT_ABSORB_POLICY, fields: {} };
  const { corpus, actions } = project.model;
  const sliceCap = corpus.caps?.slice.account;
  return {
    fields: corpus.fields,
    policy: {
      hazards: actions === undefined ? [] : hazardsOf(actions),
      actions: actions?.actions.map(({ name, claims }) => ({ name, claims })) ?? [],
      accountCap: corpus.caps?.records.account ?? DEFAULT_ABSORB_POLICY.accountCap,
      ...(sliceCap === undefined ? {} : { sliceCap }),
    },
  };
}
