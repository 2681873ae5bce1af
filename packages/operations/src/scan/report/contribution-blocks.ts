import { type CapCounts, percent, plural } from '@bezoar/core';
import type { ContributionReport } from '@bezoar/corpus';
import type { Block, Line } from '@bezoar/report';

/** Signals that a screen shows. */
const SHOWN_SIGNALS = 6;

/** What each signal alone would have chosen, and for whom; nothing where no record has any. */
export function signalBlocks({ signals, selection }: ContributionReport): Block[] {
  if (signals.length === 0) return [];
  const rows = signals
    .slice(0, SHOWN_SIGNALS)
    .map((one): Line[] => [
      [{ text: one.signal, style: 'code' }],
      one.userControlled ? 'the user' : 'not the user',
      one.required ? 'yes' : '',
      String(one.records),
      String(one.slice),
      String(one.accounts),
      String(one.mostByOneAccount),
    ]);
  const chosen = selection.isDeclared
    ? `the document's rule selects ${plural(selection.selected, 'record')}`
    : 'no document says what may select: whoever exports decides';
  return [
    { kind: 'heading', level: 2, text: 'What each signal alone would have chosen' },
    {
      kind: 'table',
      columns: [
        { title: 'signal', grow: true },
        { title: 'set by' },
        { title: 'required' },
        { title: 'records', align: 'right' },
        { title: 'in the slice', align: 'right' },
        { title: 'accounts', align: 'right' },
        { title: 'most by one', align: 'right' },
      ],
      rows,
      caption: `${chosen}${signals.length > SHOWN_SIGNALS ? `; ${signals.length - SHOWN_SIGNALS} more signals` : ''}`,
    },
  ];
}

/** What the caps leave, what an attack costs under them, and what the corpus itself could bear. */
export function capBlocks({ caps, attackBudget, suggested, clusters, nearDuplicates }: ContributionReport): Block[] {
  const items: Line[] = [];
  if (caps !== undefined) {
    const { records, slice } = caps;
    items.push(
      `caps keep ${records.kept} of ${plural(records.eligible, 'record')}, in the slice ${slice.kept} of ${slice.eligible}`,
    );
    for (const use of caps.uses.filter(({ leftOut }) => leftOut > 0)) {
      const scope = use.scope === 'family' ? 'family of alike content' : use.scope;
      items.push(
        `  one ${scope}${use.slice ? ', slice' : ''}: at most ${use.records}; ${use.leftOut} left out of ${use.fullGroups}`,
      );
    }
  }
  if (attackBudget !== undefined) {
    items.push(
      `unlinked accounts that land 25 records: ${needed(attackBudget.overall['25'])} overall, ${needed(attackBudget.slice['25'])} in the slice; 250: ${needed(attackBudget.overall['250'])} and ${needed(attackBudget.slice['250'])}`,
    );
  }
  if (suggested !== undefined) {
    const { records, slice } = suggested.caps;
    items.push(
      `the tightest caps that this corpus bears: records ${capText(records)}, slice ${capText(slice)}; ` +
        `they cost ${percent(suggested.outside.share)} outside the slice and ${percent(suggested.inside.share)} in it`,
    );
  }
  if (clusters.linked > 0) {
    items.push(
      `${clusters.linked} of ${plural(clusters.accounts, 'account')} share an attribute, in ${plural(clusters.clusters, 'cluster')}`,
    );
  }
  const { families, superfluous, undecided } = nearDuplicates;
  if (superfluous > 0)
    items.push(`${plural(superfluous, 'near-duplicate')} in ${families === 1 ? '1 family' : `${families} families`}`);
  if (undecided > 0) items.push(`${plural(undecided, 'record')} could not be compared with all alike ones`);
  return items.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: 'Who contributes' },
        { kind: 'list', items },
      ];
}

function needed(accounts: number | null): string {
  return accounts === null ? 'impossible' : String(accounts);
}

function capText(counts: CapCounts): string {
  const parts = Object.entries(counts).map(([scope, cap]) => `${scope} ${cap}`);
  return parts.join(', ');
}
