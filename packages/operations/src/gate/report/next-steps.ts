import { type Block, visibleText } from '@bezoar/report';
import type { GateDocument } from '../gate-document.ts';
import { sortFindings } from './gate-evidence.ts';
import { isPhrase } from './hazards/input-words.ts';

/** What to do next, as commands. */
export function nextBlocks(document: GateDocument): Block[] {
  const { verdict, findings, plan, ledger, replay } = document;
  const steps: { readonly command: string; readonly note: string }[] = [];
  const [code] = findings.map((finding) => finding.code);
  if (verdict !== 'PASS' && code !== undefined) {
    steps.push({ command: `bezoar explain ${code}`, note: 'what it means, how it is established, what to do' });
  }
  const phrase = phrasesOf(document).find(isTypeable);
  if (phrase !== undefined) {
    steps.push({
      command: `bezoar scan 'exports/*.jsonl' --phrase ${quoted(phrase)}`,
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
  if (verdict === 'PASS' && ledger === null) {
    steps.push({
      command: 'bezoar init',
      note: 'a project logs its gates, so that a PASS promotes exactly these bytes',
    });
  }
  steps.push({ command: replay, note: 'ask the same again; --report html=gate.html writes everything that was found' });
  return steps.map((step) => ({ kind: 'command', ...step }));
}

/** Phrases to look for in corpora; what the gate made up stands in none. */
function phrasesOf(document: GateDocument): readonly string[] {
  const { hazards, divergences } = sortFindings(document);
  return [
    ...hazards.flatMap(({ evidence }) => (evidence.phrases.length === 0 ? [] : [evidence.trigger])),
    ...divergences.map(({ evidence }) => evidence.phrase),
  ];
}

/** A phrase that can be typed as it is shown: what is invisible would be lost on the way. */
function isTypeable(phrase: string): boolean {
  return isPhrase(phrase) && visibleText(phrase) === phrase;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
