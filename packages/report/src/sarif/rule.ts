import { CONTROLS, FINDING_CATALOGUE, type Finding, type FindingCode, isAtLeast, type Severity } from '@bezoar/core';

/** GitHub's numeric severities: above 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low. */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.0',
  low: '2.0',
  info: '0.1',
};

/** A SARIF level for each severity. */
export const SARIF_LEVELS: Readonly<Record<Severity, 'note' | 'warning' | 'error'>> = {
  info: 'note',
  low: 'note',
  medium: 'warning',
  high: 'error',
  critical: 'error',
};

/** A `reportingDescriptor` (SARIF 2.1.0, 3.49) from the catalogue; as severe as the worst finding of its code. */
export function sarifRule(code: FindingCode, findings: readonly Finding[]): Readonly<Record<string, unknown>> {
  const entry = FINDING_CATALOGUE[code];
  const control = CONTROLS[entry.control];
  let worst: Severity = 'info';
  for (const { severity } of findings) if (isAtLeast(severity, worst)) worst = severity;
  return {
    id: code,
    name: entry.title,
    shortDescription: { text: entry.title },
    fullDescription: { text: entry.why },
    help: {
      text: `${entry.why}\n\nHow it is established: ${entry.how}\n\nRemedy: ${entry.remedy}`,
      markdown: `${entry.why}\n\n**How it is established.** ${entry.how}\n\n**Remedy.** ${entry.remedy}`,
    },
    defaultConfiguration: { level: SARIF_LEVELS[worst] },
    properties: {
      'security-severity': SECURITY_SEVERITIES[worst],
      precision: 'medium',
      tags: ['security', entry.control, ...control.threats],
    },
  };
}
