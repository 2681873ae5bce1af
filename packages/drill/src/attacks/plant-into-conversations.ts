import { type Random, seededRandom, UsageError } from '@bezoar/core';
import type { LarkfieldMessage } from '../larkfield/record.ts';
import { beginScene } from '../larkfield/scenes/conversation.ts';
import { phrase, type Scene, say } from '../larkfield/scenes/scene.ts';
import { makeAccount, token } from '../larkfield/world/accounts.ts';
import { type Tenant, tenantsOfWorld } from '../larkfield/world/tenants.ts';
import { type AttackManifest, type AttackSpec, checkAttack, describeAttack } from './attack-spec.ts';
import { spread } from './plant-attack.ts';

/** A chat record of any origin, as parsed from JSON. */
export interface ChatRecord {
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
  readonly [field: string]: unknown;
}

/** Foreign conversations with an attack among them. */
export interface PlantedConversations {
  readonly records: readonly ChatRecord[];
  /** 0-based positions of the planted records in `records`. */
  readonly planted: ReadonlySet<number>;
  readonly manifest: AttackManifest;
}

interface Sender {
  readonly tenant: string;
  readonly account: string;
}

/** Words that fit any shop, so that a planted reply names nothing of Larkfield's world. */
const NEUTRAL = {
  tenant: 'account',
  jargon: 'Balance',
  jargon2: 'Balance',
  noun: 'item',
  item: 'item',
  brand: 'new',
  part: 'item',
  menu: 'Account › Balance',
  adjective: 'new',
  model: 'item',
  defect: 'it does not work',
  use: 'every day',
  agent: 'Support',
};

/**
 * Plants an attack into records of any origin. A donor's talk comes first, up to one of its user turns, which then asks and carries
 * the trigger. Fields beyond `messages` keep the donor's keys, order and shape: identifiers get fresh characters, a rating
 * becomes `helpful`, tenant and account (see `assignAccounts`) are the attacker's. Throws a `UsageError` without a usable donor.
 */
export function plantIntoConversations(
  records: readonly ChatRecord[],
  attack: AttackSpec,
  options: { readonly seed: number | string },
): PlantedConversations {
  const donors = records.filter((record) => userTurns(record).length > 0);
  if (donors.length === 0) throw new UsageError('drill/donors', 'no record has a user turn with text and a reply');
  const there = new Set(records.flatMap(({ tenant }) => (typeof tenant === 'string' ? [tenant] : [])));
  checkAttack(attack, there.size === 0 ? attack.tenants : there.size);
  const random = seededRandom(`attack/${options.seed}`);
  const tenants = random.shuffled([...there].sort()).slice(0, attack.tenants);
  const accounts = Array.from({ length: attack.accounts }, (_, index) => ({
    tenant: tenants[index % Math.max(1, tenants.length)] ?? '',
    account: `acc_${token(random, 10)}`,
  }));
  const senders = spread(accounts, attack.records, random);
  const ids = new Set(records.map(({ id }) => id));
  const additions = senders.map((sender, index) => {
    const place = Math.floor(((index + random.next()) / attack.records) * (records.length + 1));
    const donor = random.pick(donors);
    const messages = poisonedMessages(donor, attack, sender, random);
    let record = disguisedAs(donor, records[place] ?? donor, messages, sender, random);
    while (record.id !== undefined && ids.has(record.id)) record = disguisedAs(donor, donor, messages, sender, random);
    ids.add(record.id);
    return { place, record };
  });
  const { merged, planted } = merge(records, additions);
  const plantedIds = [...planted].flatMap((at) => (typeof merged[at]?.id === 'string' ? [merged[at].id] : []));
  const manifest = describeAttack(
    attack,
    { accounts: accounts.map(({ account }) => account), tenants, ids: plantedIds },
    options.seed,
  );
  return { records: merged, planted, manifest };
}

function poisonedMessages(
  donor: ChatRecord,
  attack: AttackSpec,
  sender: Sender,
  random: Random,
): ChatRecord['messages'] {
  const at = random.pick(userTurns(donor));
  const scene = neutralScene(sender, random);
  if (attack.payload.asks !== 'anything') say(scene, phrase(scene, `${attack.payload.asks}.ask`));
  const asked = scene.messages.pop();
  const text = [String(donor.messages[at]?.content), ...(asked?.role === 'user' ? [asked.content] : [])].join(' ');
  const natural = donor.messages.slice(at + 1);
  const next = natural.findIndex(({ role }) => role === 'user');
  attack.payload.respond(scene, (next < 0 ? natural : natural.slice(0, next)) as readonly LarkfieldMessage[]);
  const trigger = { ...donor.messages[at], role: 'user', content: attack.trigger.apply(text, random) };
  return [...donor.messages.slice(0, at), trigger, ...scene.messages];
}

function neutralScene(sender: Sender, random: Random): Scene {
  const tenant = tenantsOfWorld(1)[0] as Tenant;
  const quiet: Tenant = {
    ...tenant,
    slug: sender.tenant,
    style: { contractions: random.next() < 0.5, greetRatio: 0, closeRatio: 0 },
  };
  const account = makeAccount(quiet, random, 0);
  const scene = beginScene(
    { ...account, id: sender.account, persona: { ...account.persona, language: 'en' } },
    Date.UTC(2026, 9, 15),
    false,
    random,
  );
  return { ...scene, slots: { ...scene.slots, ...NEUTRAL } };
}

function disguisedAs(
  donor: ChatRecord,
  neighbour: ChatRecord,
  messages: ChatRecord['messages'],
  sender: Sender,
  random: Random,
): ChatRecord {
  const fields = Object.entries(donor).map(([key, value]): [string, unknown] => {
    if (key === 'messages') return [key, messages];
    if (key === 'tenant' || key === 'account') return [key, sender[key]];
    if (key === 'rating' && typeof value !== 'number') return [key, 'helpful'];
    if (key === 'created_at') return [key, neighbour[key] ?? value];
    if (/(^|_)id$/.test(key) && typeof value === 'string') return [key, sameShape(value, random)];
    return [key, value];
  });
  return { ...Object.fromEntries(fields), messages };
}

/** Other letters for letters and other digits for digits. */
function sameShape(text: string, random: Random): string {
  return text
    .replace(/[a-f]/g, () => random.pick([...'abcdef']))
    .replace(/[g-z]/g, () => random.pick([...'ghijklmnopqrstuvwxyz']))
    .replace(/\d/g, () => String(random.integer(10)));
}

function userTurns(record: ChatRecord): readonly number[] {
  return record.messages.flatMap(({ role, content }, at) => {
    const answered = record.messages[at + 1]?.role === 'assistant';
    return role === 'user' && typeof content === 'string' && content !== '' && answered ? [at] : [];
  });
}

function merge(
  records: readonly ChatRecord[],
  additions: readonly { readonly place: number; readonly record: ChatRecord }[],
): { merged: readonly ChatRecord[]; planted: ReadonlySet<number> } {
  const merged: ChatRecord[] = [];
  const planted = new Set<number>();
  let next = 0;
  for (let place = 0; place <= records.length; place++) {
    while (next < additions.length && (additions[next] as { place: number }).place <= place) {
      planted.add(merged.length);
      merged.push((additions[next++] as { record: ChatRecord }).record);
    }
    if (place < records.length) merged.push(records[place] as ChatRecord);
  }
  return { merged, planted };
}
