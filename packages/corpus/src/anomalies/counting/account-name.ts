import type { Principal } from '@bezoar/core';

/** An account as findings name it. Attacker controls: both parts. */
export function accountName({ tenant, account }: Principal): string {
  return tenant === '' ? account : `${tenant}/${account}`;
}
