/** Hands parts from one side to the other, one at a time, so that neither runs ahead. */
export interface PartRelay {
  /** Resolves when the part was taken and the next one is wanted. Rejects once nobody reads any more. */
  put(part: unknown): Promise<void>;
  /** Says that no part follows. */
  end(): void;
  /** The parts. Leaving the loop early makes the next `put` reject. */
  read(): AsyncGenerator<unknown, void, undefined>;
}

/** Makes a relay for one writer and one reader. */
export function createPartRelay(): PartRelay {
  let state: 'open' | 'ended' | 'left' = 'open';
  let waiting:
    | { readonly part: unknown; readonly resolve: () => void; readonly reject: (error: Error) => void }
    | undefined;
  let wake: () => void = () => undefined;
  const left = (): Error => new Error('nobody reads the rest of the result');
  return {
    put: (part) =>
      new Promise((resolve, reject) => {
        if (state === 'left') return reject(left());
        waiting = { part, resolve, reject };
        wake();
      }),
    end: () => {
      if (state === 'open') state = 'ended';
      wake();
    },
    async *read() {
      try {
        for (;;) {
          if (waiting !== undefined) {
            const { part, resolve } = waiting;
            yield part;
            waiting = undefined;
            resolve();
          } else if (state === 'open') {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          } else return;
        }
      } finally {
        state = 'left';
        waiting?.reject(left());
      }
    },
  };
}
