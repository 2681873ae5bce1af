/** How a minimisation is bounded. */
export interface DdminOptions {
  /** Distinct subsets that are tested at most; at least 1. */
  readonly maxTests: number;
}

/** What is left of the items. */
export interface DdminResult<T> {
  /** Items that still pass, in their order; all of them where the whole list does not. */
  readonly items: readonly T[];
  /** Tests that were run; a subset is asked for once. */
  readonly tests: number;
  /** Whether the items pass and no single one can be left out: false where the tests ran out or the whole list failed. */
  readonly isOneMinimal: boolean;
}

/**
 * Delta debugging (Zeller and Hildebrandt, IEEE TSE 28(2), 2002, algorithm ddmin): removes items as long as `test` passes
 * for the rest. 1-minimal where `isOneMinimal`: a smaller subset that is not reached by leaving single items out may exist.
 * Never tests the empty list. At most about n² + 3n tests, for n items; log₂ n where one item alone matters.
 */
export async function ddmin<T>(
  items: readonly T[],
  test: (subset: readonly T[]) => Promise<boolean>,
  { maxTests }: DdminOptions,
): Promise<DdminResult<T>> {
  const known = new Map<string, boolean>();
  /** Undefined where the tests ran out. */
  const passes = async (places: readonly number[]): Promise<boolean | undefined> => {
    const key = places.join();
    if (!known.has(key)) {
      if (known.size >= maxTests) return undefined;
      known.set(key, await test(places.map((place) => items[place]!)));
    }
    return known.get(key);
  };
  let places = items.map((_, i) => i);
  const result = (isOneMinimal: boolean): DdminResult<T> => ({
    items: places.map((place) => items[place]!),
    tests: known.size,
    isOneMinimal,
  });
  if (places.length === 0 || !(await passes(places))) return result(false);
  for (let parts = 2; places.length >= 2; ) {
    const reduced = await reduceOnce(places, parts, passes);
    if (reduced === undefined) return result(false);
    if (reduced.places.length < places.length) {
      places = [...reduced.places];
      parts = reduced.parts;
    } else if (parts >= places.length) break;
    else parts = Math.min(2 * parts, places.length);
  }
  return result(true);
}

/** The first part or complement that passes, and how finely to cut it next; the same places where none does. */
async function reduceOnce(
  places: readonly number[],
  parts: number,
  passes: (places: readonly number[]) => Promise<boolean | undefined>,
): Promise<{ places: readonly number[]; parts: number } | undefined> {
  const chunks = Array.from({ length: parts }, (_, i) =>
    places.slice(Math.floor((i * places.length) / parts), Math.floor(((i + 1) * places.length) / parts)),
  );
  for (const chunk of chunks) {
    const isEnough = await passes(chunk);
    if (isEnough === undefined) return undefined;
    if (isEnough) return { places: chunk, parts: 2 };
  }
  // With two parts the complements are the parts themselves.
  for (const chunk of parts > 2 ? chunks : []) {
    const left = new Set(chunk);
    const rest = places.filter((place) => !left.has(place));
    const isEnough = await passes(rest);
    if (isEnough === undefined) return undefined;
    if (isEnough) return { places: rest, parts: parts - 1 };
  }
  return { places, parts };
}
