/** Phrases that share at least this much of the smaller record set are one family. */
export const FAMILY_OVERLAP = 0.6;

/** A member may name the family when it covers this share of the strongest member's records. */
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
  /** The action that it decides and the share of its records that take it, where there is one. */
  readonly action?: { readonly feature: number; readonly rate: number };
}

/** Indexes of members: the one that names the family, and all, best ranked first. */
export interface Family {
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
      if (standsAlone(member, members[leader]!)) return false;
      return intersectionSize(other, member.postings) >= needed;
    });
    if (home === undefined) families.push({ leader: i, members: [i] });
    else home.members.push(i);
  }
  return families.map((family) => ({ members: family.members, name: bestName(members, family.members) }));
}

/**
 * Whether a phrase that counts decides an action that its would-be leader does not: a plant that also speaks of a
 * common new subject must not become a footnote of that subject.
 */
function standsAlone(member: FamilyMember, leader: FamilyMember): boolean {
  const { action } = member;
  if (action === undefined || member.strength < 1 || action.rate < 0.5) return false;
  return leader.action?.feature !== action.feature || leader.action.rate < action.rate / 2;
}

/**
 * The strongest member, or rather the longest phrase of words that has nearly the same records and strength: a fragment
 * may outrank the whole phrase because its few records happen to be more alike.
 */
function bestName(members: readonly FamilyMember[], family: readonly number[]): number {
  const strongest = family.reduce((best, index) => (members[index]!.strength > members[best]!.strength ? index : best));
  const core = members[strongest]!;
  let name = strongest;
  for (const index of family) {
    const member = members[index]!;
    const shared = intersectionSize(core.postings, member.postings);
    const isSame =
      shared >= NAMING_COVERAGE * core.postings.length && shared >= NAMING_COVERAGE * member.postings.length;
    if (!isSame || member.strength < NAMING_COVERAGE * core.strength) continue;
    const known = members[name]!;
    const isBetter = member.isWords === known.isWords ? member.length > known.length : member.isWords;
    if (isBetter) name = index;
  }
  return name;
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
