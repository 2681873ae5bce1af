import type { Frontier } from '../merkle/frontier.ts';
import { formatCheckpoint } from '../note/checkpoint.ts';
import type { NoteSigner } from '../note/note-signer.ts';
import { formatNote } from '../note/signed-note.ts';
import type { SignedCheckpoint } from './published-tree.ts';

/** Signs the tree as it stands; the origin is the name of the key (C2SP tlog-checkpoint). */
export function signCheckpoint(signer: NoteSigner, frontier: Frontier): SignedCheckpoint {
  const checkpoint = { origin: signer.name, size: frontier.size, root: frontier.root() };
  const text = formatCheckpoint(checkpoint);
  return { ...checkpoint, note: formatNote({ text, signatures: [signer.sign(text)] }) };
}
