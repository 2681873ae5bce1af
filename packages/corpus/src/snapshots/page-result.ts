import { canonicalJson, type Finding, formatDuration, type Severity } from '@bezoar/core';
import type { HeldRevision, HoldReason, HoldRules, PageJudgement } from './revisions/judge/judge-page.ts';
import type { PageHistory } from './revisions/read/page-history.ts';
import type { HeldBack, SnapshotEntry } from './snapshot-entry.ts';
import { type SnapshotCode, snapshotFinding } from './snapshot-finding.ts';

/** Held-back revisions that an entry or a finding lists. */
const MAX_LISTED = 20;

const CODES: Readonly<Record<HoldReason, SnapshotCode>> = {
  'too-young': 'corpus/snapshot-too-young',
  reverted: 'corpus/snapshot-reverted',
  'not-standing': 'corpus/snapshot-too-young',
  contested: 'corpus/snapshot-reverted',
  unverifiable: 'corpus/snapshot-unverifiable',
};

/** What a judged page comes to: its entry, its findings, and, where a text was taken, its record as a line of JSON. */
export interface PageResult {
  readonly entry: SnapshotEntry;
  readonly findings: readonly Finding[];
  readonly record?: string;
}

/** Puts a judgement into words. `text` is the text of the revision that is taken, where the export has it. */
export function pageResult(
  page: PageHistory,
  judgement: PageJudgement,
  rules: HoldRules,
  text: string | undefined,
): PageResult {
  const { url, title, source, key } = page;
  const { taken, held } = judgement;
  const heldBack = held.slice(0, MAX_LISTED).map(heldBackOf);
  const shown = {
    url,
    ...(title === undefined ? {} : { title }),
    ...(held.length === 0 ? {} : { heldBack, heldBackCount: held.length }),
  };
  const findings = findingsOf(page, judgement, rules);
  if (taken === undefined) {
    return { entry: { ...shown, sha256: '', verdict: 'held', reason: heldReason(held, rules) }, findings };
  }
  const { id: revision, account, digest = '', at } = taken;
  const by = account === undefined ? {} : { account };
  const entry: SnapshotEntry = { ...shown, sha256: digest, verdict: 'taken', revision, ...by };
  if (text === undefined) return { entry, findings };
  const record = canonicalJson({
    id: `${key}@${revision}`,
    source,
    url,
    ...(title === undefined ? {} : { title }),
    revision,
    created_at: new Date(at).toISOString(),
    ...by,
    sha256: digest,
    text,
  });
  return { entry, findings, record };
}

function heldReason(held: readonly HeldRevision[], { holdMs }: HoldRules): string {
  const reasons = new Set(held.map(({ reason }) => reason));
  if (held.length === 0) return 'it has no revision before the snapshot';
  if (reasons.has('contested')) return 'a young revision restores a text of long ago; somebody has to look';
  if (reasons.size === 1 && reasons.has('unverifiable')) return 'no text of it can be verified';
  return `no revision of it has stood for ${formatDuration(holdMs)}`;
}

function heldBackOf({ revision, reason, by }: HeldRevision): HeldBack {
  const { id, at, account } = revision;
  return {
    revision: id,
    at: new Date(at).toISOString(),
    reason,
    ...(account === undefined ? {} : { account }),
    ...(by === undefined ? {} : { by }),
  };
}

/**
 * One finding for each kind of hold. Low where an older revision is taken in its place, because every snapshot of a living
 * wiki has such edits; medium where the page is held, or an edit within the hold was taken back, as frontrunning is;
 * high where the export contradicts itself.
 */
function findingsOf(page: PageHistory, { taken, held }: PageJudgement, rules: HoldRules): Finding[] {
  const { url } = page;
  const youngAfter = rules.snapshotAt - rules.holdMs;
  const groups = new Map<SnapshotCode, HeldRevision[]>();
  for (const one of held) {
    if (one.reason === 'unverifiable') continue;
    const code = CODES[one.reason];
    const group = groups.get(code);
    if (group === undefined) groups.set(code, [one]);
    else group.push(one);
  }
  const findings = [...groups].map(([code, group]): Finding => {
    const isRaid = group.some(({ reason, revision }) => reason === 'reverted' && revision.at > youngAfter);
    const severity: Severity = taken === undefined || isRaid ? 'medium' : 'low';
    const instead = taken === undefined ? 'the page is held' : `revision ${taken.id} is taken instead`;
    const isYoung = code === 'corpus/snapshot-too-young';
    const what = isYoung ? `have not stood for ${formatDuration(rules.holdMs)}` : 'were taken back';
    return snapshotFinding(code, severity, {
      subject: url,
      message: `\`${url}\`: ${group.length} newer revisions ${what}; ${instead}`,
      evidence: {
        taken: taken?.id ?? null,
        revisions: group.slice(0, MAX_LISTED).map(heldBackOf),
        count: group.length,
        accounts: [...new Set(group.flatMap(({ revision }) => revision.account ?? []))].sort().slice(0, MAX_LISTED),
      },
    });
  });
  return [...findings, ...contradictionsOf(page), ...hiddenPage(page, taken === undefined, held)];
}

function contradictionsOf({ url, revisions }: PageHistory): Finding[] {
  const contradicted = revisions
    .filter(({ isContradicted }) => isContradicted === true)
    .map(({ id }) => id)
    .sort();
  if (contradicted.length === 0) return [];
  const [first] = contradicted;
  return [
    snapshotFinding('corpus/snapshot-unverifiable', 'high', {
      subject: url,
      about: 'contradiction',
      message: `\`${url}\`: the text of revision ${first}${contradicted.length > 1 ? ` and ${contradicted.length - 1} more` : ''} is not what the export's own digest says`,
      evidence: { revisions: contradicted.slice(0, MAX_LISTED), count: contradicted.length },
    }),
  ];
}

/** A page that is held for want of texts alone. */
function hiddenPage({ url }: PageHistory, isHeld: boolean, held: readonly HeldRevision[]): Finding[] {
  if (!isHeld || held.length === 0 || held.some(({ reason }) => reason !== 'unverifiable')) return [];
  const reason = held[0]!.revision.fault ?? '';
  return [
    snapshotFinding('corpus/snapshot-unverifiable', 'medium', {
      subject: url,
      message: `\`${url}\` is held: no text of it can be verified (${reason})`,
      evidence: { reason, revisions: held.length },
    }),
  ];
}
