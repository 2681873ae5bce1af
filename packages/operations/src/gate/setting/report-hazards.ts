import type { Hazard } from '@bezoar/core';

/** The hazards that a scan knew, declared to it or learned by it: what is tested where nobody declares any. */
export function reportHazards(report: Readonly<Record<string, unknown>> | undefined): readonly Hazard[] {
  const coverage = report?.coverage as { readonly hazards?: { readonly covered?: unknown } } | undefined;
  const covered = Array.isArray(coverage?.hazards?.covered) ? (coverage.hazards.covered as unknown[]) : [];
  return covered.flatMap((one): Hazard[] => {
    const { action, after, origin } = (one ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof action !== 'string' || !Array.isArray(after) || !after.every((tool) => typeof tool === 'string'))
      return [];
    const precondition = after.length === 0 ? {} : { precondition: { after, where: new Map() } };
    return [{ action, ...precondition, claims: [], origin: origin === 'declared' ? 'declared' : 'learned' }];
  });
}
