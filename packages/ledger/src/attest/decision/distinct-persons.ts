/**
 * How many people a set of keys is sure to stand for, each key given by the principals that it stands for. Keys that
 * share a principal, directly or through another key, may all be one person's and count once; so does a key of several
 * principals. Names are compared without case: `Ann` and `ann` are not two people.
 */
export function distinctPersons(keys: readonly (readonly string[])[]): number {
  let groups: ReadonlySet<string>[] = [];
  for (const principals of keys) {
    const names = new Set(principals.map((name) => name.toLowerCase()));
    const touching = groups.filter((group) => [...names].some((name) => group.has(name)));
    const merged = new Set([...names, ...touching.flatMap((group) => [...group])]);
    groups = [...groups.filter((group) => !touching.includes(group)), merged];
  }
  return groups.length;
}
