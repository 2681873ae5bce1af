import type { Block } from '@bezoar/report';

/** How far a decision has come. */
export interface SigningState {
  readonly signatures: { readonly have: number; readonly need: number };
  readonly signedBy: readonly { readonly principal: string; readonly fingerprint: string }[];
}

/** `1 of 2 signatures: alice@example.com (SHA256:…)`. */
export function signedLine({ signatures, signedBy }: SigningState): string {
  const names = signedBy.map(({ principal, fingerprint }) => `${principal} (${fingerprint})`).join(', ');
  return `${signatures.have} of ${signatures.need} signatures${names === '' ? '' : `: ${names}`}`;
}

/** What to do while a statement waits. */
export function pendingBlocks(
  pending: { readonly sha256: string; readonly folder: string } | null,
  command: string,
): Block[] {
  if (pending === null) return [];
  return [
    { kind: 'text', lines: [`The statement waits in ${pending.folder}`] },
    { kind: 'heading', level: 2, text: 'Next' },
    { kind: 'command', command: `${command} --key KEY`, note: 'the next person, on this machine' },
    {
      kind: 'command',
      command: `ssh-keygen -Y sign -n decision@bezoar -f KEY ${pending.folder}/statement.json`,
      note: `or elsewhere; hand the .sig to ${command} --signature`,
    },
  ];
}
