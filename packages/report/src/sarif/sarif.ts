import { FINDING_CODES, type Finding, SEVERITIES } from '@bezoar/core';
import type { ReportDocument } from '../document/report-document.ts';
import { isoDateTime } from '../document/timestamp.ts';
import { visibleText } from '../inert/visible-text.ts';
import { artifactUri } from './artifact-uri.ts';
import { SARIF_LEVELS, sarifRule } from './rule.ts';

/** Most results that GitHub takes in one run (docs.github.com, "SARIF support for code scanning"); the least severe are left out. */
export const MAX_SARIF_RESULTS = 25_000;
/** Longest message: GitHub shows the first sentence, and refuses uploads above 10 MB (gzip), which 25,000 messages stay under. */
const MAX_MESSAGE_LENGTH = 1_000;

type Json = Readonly<Record<string, unknown>>;

/**
 * The findings as SARIF 2.1.0 (OASIS). `new` and `persisting` become `baselineState`, `fixed` becomes `absent`, an
 * accepted risk becomes a suppression.
 */
export function renderSarif(document: ReportDocument): string {
  const ordered = [...document.findings].sort(
    (a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity),
  );
  const findings = ordered.slice(0, MAX_SARIF_RESULTS);
  const left = ordered.length - findings.length;
  const codes = FINDING_CODES.filter((code) => findings.some((finding) => finding.code === code));
  const paths = document.inputs.map(({ path }) => path);
  const { informationUri } = document.tool;
  const end = isoDateTime(document.generatedAt);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: visibleText(document.tool.name),
            version: visibleText(document.tool.version),
            ...(informationUri === undefined ? {} : { informationUri: encodeURI(visibleText(informationUri)) }),
            rules: codes.map((code) =>
              sarifRule(
                code,
                findings.filter((finding) => finding.code === code),
              ),
            ),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            ...(end === undefined ? {} : { endTimeUtc: end }),
            ...(left === 0 ? {} : { toolExecutionNotifications: [omission(left)] }),
          },
        ],
        artifacts: document.inputs.map(({ path, sha256 }) => ({
          location: { uri: artifactUri(path) },
          hashes: { 'sha-256': visibleText(sha256) },
        })),
        results: findings.map((finding) => result(finding, codes.indexOf(finding.code), paths)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function omission(left: number): Json {
  return {
    level: 'warning',
    message: { text: `${left} findings of the least severity are left out: one run holds ${MAX_SARIF_RESULTS}` },
  };
}

function result(finding: Finding, ruleIndex: number, paths: readonly string[]): Json {
  const text = visibleText(finding.message, { newline: 'space', maxLength: MAX_MESSAGE_LENGTH });
  const properties = { severity: finding.severity, threats: finding.threats, control: finding.control };
  return {
    ruleId: finding.code,
    ruleIndex,
    level: SARIF_LEVELS[finding.severity],
    message: { text: text === '' ? finding.code : text },
    locations: locations(finding, paths),
    partialFingerprints: { bezoarFindingId: visibleText(finding.id) },
    ...baseline(finding),
    properties,
  };
}

/** A finding without a place stands at the first input: GitHub shows no result without a location. */
function locations(finding: Finding, paths: readonly string[]): readonly Json[] {
  const file = finding.location?.file ?? paths[0];
  if (file === undefined || file === '') return [];
  const line = finding.location?.line;
  const index = paths.indexOf(file);
  const region = line !== undefined && Number.isSafeInteger(line) && line >= 1 ? { region: { startLine: line } } : {};
  const artifactLocation = { uri: artifactUri(file), ...(index < 0 ? {} : { index }) };
  return [{ physicalLocation: { artifactLocation, ...region } }];
}

function baseline({ status }: Finding): Json {
  if (status === undefined) return {};
  if (status !== 'accepted') return { baselineState: BASELINE_STATES[status] };
  const suppression = { kind: 'external', status: 'accepted', justification: 'accepted risk of the threat model' };
  return { baselineState: 'unchanged', suppressions: [suppression] };
}

const BASELINE_STATES = { new: 'new', persisting: 'unchanged', fixed: 'absent' } as const;
