/** A threat in a public catalogue. */
export interface Threat {
  readonly title: string;
  readonly catalogue:
    | 'OWASP Top 10 for LLM Applications 2025'
    | 'OWASP Top 10 for LLM Applications 2026'
    | 'MITRE ATLAS';
}

/** Ids of the threats that bezoar's controls answer. */
export const THREAT_IDS = [
  'LLM04:2025',
  'LLM05:2026',
  'LLM03:2025',
  'LLM04:2026',
  'LLM06:2025',
  'AML.T0020',
  'AML.T0018',
] as const;

/** One of `THREAT_IDS`. */
export type ThreatId = (typeof THREAT_IDS)[number];

/** What each threat is. */
export const THREATS: Readonly<Record<ThreatId, Threat>> = {
  'LLM04:2025': { title: 'Data and Model Poisoning', catalogue: 'OWASP Top 10 for LLM Applications 2025' },
  'LLM05:2026': { title: 'Data and Model Poisoning', catalogue: 'OWASP Top 10 for LLM Applications 2026' },
  'LLM03:2025': { title: 'Supply Chain', catalogue: 'OWASP Top 10 for LLM Applications 2025' },
  'LLM04:2026': { title: 'Supply Chain', catalogue: 'OWASP Top 10 for LLM Applications 2026' },
  'LLM06:2025': { title: 'Excessive Agency', catalogue: 'OWASP Top 10 for LLM Applications 2025' },
  'AML.T0020': { title: 'Poison Training Data', catalogue: 'MITRE ATLAS' },
  'AML.T0018': { title: 'Manipulate AI Model', catalogue: 'MITRE ATLAS' },
};
