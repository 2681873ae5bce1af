/** `12 records, 3 accounts, 2 tenants`, or only the records where they name no account. */
export function countWords(records: number, accounts: number, tenants: number): string {
  const parts = [plural(records, 'record')];
  if (accounts > 0) parts.push(plural(accounts, 'account'));
  if (tenants > 0) parts.push(plural(tenants, 'tenant'));
  return parts.join(', ');
}

/** `1 record`, `2 records`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A rate as whole per cent; never rounded to 0 or 100 unless it is. */
export function percent(rate: number): string {
  const whole = Math.round(rate * 100);
  if (rate > 0 && whole === 0) return '<1 %';
  if (rate < 1 && whole === 100) return '>99 %';
  return `${whole} %`;
}
