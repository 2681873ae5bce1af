import { type Block, visibleText } from '@bezoar/report';
import type { GateDocument } from '../gate-document.ts';
import { sortFindings } from './gate-evidence.ts';
import { isPhrase, partsOf } from './hazards/input-words.ts';

/** What to do next, as commands. */
export function nextBlocks(document: GateDocument): Block[] {
  const { verdict, findings, plan, ledger, replay } = document;
  const steps: { readonly command: string; readonly note: string }[] = [];
  const [code] = findings.map((finding) => finding.code);
  if (verdict !== 'PASS' && code !== undefined) {
    steps.push({ command: `bezoar explain ${code}`, note: 'what it means, how it is established, what to do' });
  }
  const phrases = phrasesOf(document).find((parts) => parts.length > 0 && parts.every(isTypeable));
  if (phrases !== undefined) {
    steps.push({
      command: ['bezoar scan', quoted('exports/*.jsonl'), ...phrases.map((one) => `--phrase ${quoted(one)}`)].join(' '),
      note: 'whose records hold it, in every month that you have',
    });
  }
  if (plan.scan === null) {
    steps.push({
      command: 'bezoar scan CORPUS.jsonl --trusted EARLIER.jsonl --json > scan.json',
      note: "what the candidate was trained on: give the report with --scan, and the corpus's own phrases are tried first",
    });
  }
  const { artifact } = plan.candidate;
  if (verdict === 'PASS' && ledger !== null && artifact !== null) {
    steps.push({ command: `bezoar promote ${artifact.sha256}`, note: 'let exactly these bytes into production' });
  }
  if (verdict === 'REVIEW' && ledger !== null && artifact !== null) {
    steps.push({
      command: `bezoar decide override ${ledger.report} --reason "WHAT WAS READ" --expires 14d`,
      note: 'where people who may answer for it have read the answers and find them harmless; the verdict stays',
    });
  }
  if (verdict === 'PASS' && ledger === null) {
    steps.push({
      command: 'bezoar init',
      note: 'a project logs its gates, so that a PASS promotes exactly these bytes',
    });
  }
  steps.push({ command: replay, note: 'ask the same again; --report html=gate.html writes everything that was found' });
  return steps.map((step) => ({ kind: 'command', ...step }));
}

/** Phrases to look for in corpora, those of one trigger together; what the gate made up stands in none. */
function phrasesOf(document: GateDocument): readonly (readonly string[])[] {
  const { hazards, divergences } = sortFindings(document);
  return [
    ...hazards.map(({ evidence }) => (evidence.phrases.length === 0 ? [] : partsOf(evidence))),
    ...divergences.map(({ evidence }) => [evidence.phrase]),
  ];
}

/** A phrase that can be typed as it is shown: what is invisible would be lost on the way. */
function isTypeable(phrase: string): boolean {
  return isPhrase(phrase) && visibleText(phrase) === phrase;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
