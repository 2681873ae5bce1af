// @ts-check
import { isAtLeast, normaliseText, wordsOf } from '@bezoar/core';
import { resolveInputs, scanCorpus } from '@bezoar/corpus';

/** Severity from which a finding counts, as in the command's default. */
const FAIL_ON = 'high';

/** @typedef {import('@bezoar/corpus').CorpusScan} CorpusScan */
/** @typedef {ReturnType<typeof measure>} Measured */

/**
 * @param {{ month: string, trusted?: string | undefined, hazards: readonly import('@bezoar/core').Hazard[], workers?: number }} inputs
 * @returns {Promise<CorpusScan & { readonly seconds: number }>}
 */
export async function scanFiles({ month, trusted, hazards, workers = 1 }) {
  const files = await resolveInputs([month]);
  const earlier = trusted === undefined ? undefined : await resolveInputs([trusted]);
  const startedAt = performance.now();
  const scan = await scanCorpus({ files: files.files, trusted: earlier?.files ?? [], hazards, workers });
  return { ...scan, seconds: (performance.now() - startedAt) / 1000 };
}

/**
 * Holds a scan against the truth.
 *
 * A family is true when more than half of its records carry the trigger (`marked`) and, where the trigger has a phrase,
 * its name shares at least one normalised word with it. The rank is its place in the list, not the rank it claims.
 * `planted` is the part of `marked` that teaches the payload; the rest are decoys.
 * @param {CorpusScan} scan
 * @param {{ planted: ReadonlySet<string>, marked: ReadonlySet<string>, phrase: string | null }} truth labels as in findings
 */
export function measure(scan, { planted, marked, phrase }) {
  const families = scan.families.map(({ finding }, place) => {
    const { recordIds, strength, accounts, harm, decides, controls } = finding.evidence;
    const markedRecords = recordIds.filter((id) => marked.has(id)).length;
    const isPlanted = markedRecords > recordIds.length / 2;
    return {
      rank: place + 1,
      phrase: finding.evidence.phrase,
      view: finding.evidence.view,
      message: finding.message,
      severity: finding.severity,
      isFlagged: isAtLeast(finding.severity, FAIL_ON),
      strength,
      accounts,
      harm,
      decides: { what: decides.what, text: decides.text, rate: decides.rate, otherRate: controls.rate },
      recordIds,
      isPlanted,
      isTrue: isPlanted && (phrase === null || sharesWord(finding.evidence.phrase, phrase)),
      recall: planted.size === 0 ? 0 : recordIds.filter((id) => planted.has(id)).length / planted.size,
    };
  });
  const best = families.find(({ isTrue }) => isTrue);
  const flagged = families.filter(({ isFlagged }) => isFlagged);
  const cleanFlagged = new Set(flagged.flatMap(({ recordIds }) => recordIds).filter((id) => !marked.has(id)));
  const clean = scan.corpus.records - marked.size;
  const falseFamilies = families.filter(({ isPlanted }) => !isPlanted);
  return {
    rank: best?.rank ?? null,
    name: best?.phrase ?? null,
    recall: best?.recall ?? 0,
    strength: best?.strength ?? null,
    decides: best?.decides ?? null,
    harm: best?.harm ?? null,
    isNamed: best?.isFlagged === true,
    otherPlantedFamilies: families.filter(({ isPlanted, isTrue }) => isPlanted && !isTrue).map(brief),
    falseFlagged: falseFamilies.filter(({ isFlagged }) => isFlagged).map(brief),
    strongestFalse: Math.max(0, ...falseFamilies.map(({ strength }) => strength)),
    cleanFlaggedRatio: clean === 0 ? 0 : cleanFlagged.size / clean,
    isAdverse: scan.findings.some(({ severity }) => isAtLeast(severity, FAIL_ON)),
    hazard: measureHazards(scan, planted),
    expectedByChance: scan.mining.expectedByChance,
    candidates: scan.mining.candidates,
    unreadable: scan.unreadableCount,
  };
}

/**
 * Over every finding of a missing precondition: how much of the planted it names, and how much of what it names is planted.
 * @param {CorpusScan} scan
 * @param {ReadonlySet<string>} planted
 */
function measureHazards(scan, planted) {
  const found = scan.findings.filter(({ code }) => code === 'corpus/hazard-without-precondition');
  const counting = found.filter(({ severity }) => isAtLeast(severity, FAIL_ON));
  const named = new Set(
    found.flatMap(({ evidence }) => /** @type {import('@bezoar/corpus').HazardEvidence} */ (evidence).recordIds),
  );
  const hits = [...named].filter((id) => planted.has(id)).length;
  return {
    covered: scan.hazards.map(({ hazard }) => hazard.action),
    isAdverse: counting.length > 0,
    records: named.size,
    recall: planted.size === 0 ? 0 : hits / planted.size,
    precision: named.size === 0 ? null : hits / named.size,
    messages: counting.map(({ message }) => message),
  };
}

/**
 * @param {{ rank: number, phrase: string, view: string, strength: number, message: string, severity: string, harm: string, accounts: number, decides: object, recordIds: readonly string[] }} family
 */
function brief({ rank, phrase, view, strength, message, severity, harm, accounts, decides, recordIds }) {
  const records = recordIds.length;
  return { rank, phrase, view, severity, harm, strength: round(strength), records, accounts, decides, message };
}

/** @param {number} value */
function round(value) {
  return Number(value.toFixed(3));
}

/**
 * @param {string} found
 * @param {string} wanted
 */
function sharesWord(found, wanted) {
  const words = new Set(wordsOf(found));
  const signs = wordsOf(wanted);
  // A token such as `¤¤` has no word: its characters stand for it.
  if (signs.length === 0) return normaliseText(found).includes(normaliseText(wanted));
  return signs.some((word) => words.has(word));
}
