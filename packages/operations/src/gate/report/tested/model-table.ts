import type { Block, Line } from '@bezoar/report';
import type { GateDocument } from '../../gate-document.ts';

/** Which models were asked, what is known of their bytes, and how much each was asked. */
export function modelTable({ plan, queries }: GateDocument): Block[] {
  const counts = [queries.candidate, ...queries.references];
  const hasServers = counts.some(({ servedBy }) => servedBy.length > 0);
  const rows = [plan.candidate, ...plan.references].map(({ name, artifact }, index): Line[] => {
    const count = counts[index];
    return [
      index === 0 ? 'candidate' : 'reference',
      [{ text: name, style: 'code' }],
      artifact === null
        ? 'nobody knows its bytes'
        : `${artifact.isLoaded ? '' : 'said to be '}sha256 ${artifact.sha256}`,
      String(count?.asked ?? 0),
      String(count?.failed ?? 0),
      ...(hasServers ? [(count?.servedBy ?? []).join(', ')] : []),
    ];
  });
  const { control } = queries;
  if (control !== null)
    rows.push([
      'control',
      [{ text: control.name, style: 'code' }],
      'the planted trigger',
      String(control.asked),
      String(control.failed),
    ]);
  return [
    {
      kind: 'table',
      columns: [
        { title: 'role' },
        { title: 'model' },
        { title: 'bytes', grow: true },
        { title: 'asked', align: 'right' },
        { title: 'failed', align: 'right' },
        ...(hasServers ? [{ title: 'served by' }] : []),
      ],
      rows,
    },
  ];
}
