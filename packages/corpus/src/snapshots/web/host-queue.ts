/** How many run at a time. */
export interface QueueLimits {
  readonly perHost: number;
  readonly overall: number;
}

/**
 * Runs `work` over items, at most `perHost` at a time for one host and `overall` together, in order within a host. The
 * first rejection stops the start of further items and is rejected with once those that run have ended.
 */
export async function forEachByHost<Item>(
  items: readonly Item[],
  hostOf: (item: Item) => string,
  { perHost, overall }: QueueLimits,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = new Map<string, Item[]>();
  for (const item of items) {
    const host = hostOf(item);
    const queue = waiting.get(host);
    if (queue === undefined) waiting.set(host, [item]);
    else queue.push(item);
  }
  // Popped from the end.
  for (const queue of waiting.values()) queue.reverse();
  const active = new Map<string, number>();
  let failure: { readonly reason: unknown } | undefined;

  /** The next item of a host that has room; hosts take turns, because the map forgets one and takes it up again last. */
  const next = (): { readonly host: string; readonly item: Item } | undefined => {
    for (const [host, queue] of waiting) {
      if ((active.get(host) ?? 0) >= perHost) continue;
      const item = queue.pop() as Item;
      waiting.delete(host);
      if (queue.length > 0) waiting.set(host, queue);
      return { host, item };
    }
    return undefined;
  };

  await new Promise<void>((resolve) => {
    let running = 0;
    const start = (): void => {
      while (running < overall && failure === undefined) {
        const picked = next();
        if (picked === undefined) break;
        const { host, item } = picked;
        running++;
        active.set(host, (active.get(host) ?? 0) + 1);
        work(item)
          .catch((reason: unknown) => {
            failure ??= { reason };
          })
          .finally(() => {
            running--;
            active.set(host, active.get(host)! - 1);
            start();
          });
      }
      if (running === 0) resolve();
    };
    start();
  });
  if (failure !== undefined) throw (failure as { readonly reason: unknown }).reason;
}
