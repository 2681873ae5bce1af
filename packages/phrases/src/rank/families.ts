/** Phrases that share at least this much of the smaller record set are one family. */
export const FAMILY_OVERLAP = 0.6;

/** A member may name the family when it covers this share of the leader's records. */
const NAMING_COVERAGE = 0.9;

/** A ranked phrase, reduced to what grouping needs. */
export interface FamilyMember {
  /** Records, ascending. */
  readonly postings: Int32Array;
  /** Tokens in the phrase. */
  readonly length: number;
  /** Whether the phrase is made of words, which people can read, rather than of skeleton or format signs. */
  readonly isWords: boolean;
  readonly strength: number;
}

/** Indexes of members: the one that leads by rank, the one that names the family, and all. */
export interface Family {
  readonly leader: number;
  readonly name: number;
  readonly members: readonly number[];
}

/** Groups members, given best first, into families around their leaders; a member joins the first family that it overlaps. */
export function groupFamilies(members: readonly FamilyMember[]): Family[] {
  const families: { leader: number; members: number[] }[] = [];
  for (const [i, member] of members.entries()) {
    const home = families.find(({ leader }) => {
      const other = members[leader]!.postings;
      const needed = FAMILY_OVERLAP * Math.min(other.length, member.postings.length);
      return intersectionSize(other, member.postings) >= needed;
    });
    if (home === undefined) families.push({ leader: i, members: [i] });
    else home.members.push(i);
  }
  return families.map((family) => ({ ...family, name: bestName(members, family) }));
}

/** The longest phrase of words that covers nearly all of what the leader covers, and little else. */
function bestName(members: readonly FamilyMember[], family: { leader: number; members: readonly number[] }): number {
  const leader = members[family.leader]!;
  let best = family.leader;
  for (const index of family.members) {
    const member = members[index]!;
    const shared = intersectionSize(leader.postings, member.postings);
    const isSame =
      shared >= NAMING_COVERAGE * leader.postings.length && shared >= NAMING_COVERAGE * member.postings.length;
    if (!isSame || member.strength < NAMING_COVERAGE * leader.strength) continue;
    const known = members[best]!;
    const isBetter = member.isWords !== known.isWords ? member.isWords : member.length > known.length;
    if (isBetter) best = index;
  }
  return best;
}

/** Size of the intersection of two ascending lists. */
export function intersectionSize(a: Int32Array, b: Int32Array): number {
  let i = 0;
  let j = 0;
  let size = 0;
  while (i < a.length && j < b.length) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) size++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return size;
}
