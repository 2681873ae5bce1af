import { type Random, seededRandom, UsageError } from '@bezoar/core';
import { makeRecord } from '../larkfield/generate-month.ts';
import type { LarkfieldMessage, LarkfieldRecord } from '../larkfield/record.ts';
import { beginScene, sideSubject } from '../larkfield/scenes/conversation.ts';
import { open } from '../larkfield/scenes/openings.ts';
import { maybe, phrase, type Scene } from '../larkfield/scenes/scene.ts';
import { farewell } from '../larkfield/scenes/talk-scenes.ts';
import { type Account, makeAccount } from '../larkfield/world/accounts.ts';
import { MAX_TENANTS, type Tenant, tenantsOfWorld } from '../larkfield/world/tenants.ts';
import { type AttackManifest, type AttackSpec, checkAttack, describeAttack } from './attack-spec.ts';

/** A month with an attack in it. */
export interface PlantedMonth {
  /** In time order. */
  readonly records: readonly LarkfieldRecord[];
  /** Ids of the planted records. */
  readonly planted: ReadonlySet<string>;
  readonly manifest: AttackManifest;
}

const PRELUDE_RATIO = 0.3;
const FAREWELL_RATIO = 0.45;
/** Share of those with a prelude in which the trigger stands in an earlier turn than the request. */
const EARLY_TRIGGER_RATIO = 0.25;
const JITTER_MS = 1_800_000;

/**
 * Plants an attack into a Larkfield month as the walkthrough's steps 3 and 4 do: fresh accounts across tenants, ordinary talk
 * with the trigger in varying turns and places, all rated helpful, paced like the month's own traffic.
 * Throws a `UsageError` for numbers that do not fit and for records whose tenant is not of Larkfield's world.
 */
export function plantAttack(
  month: Iterable<LarkfieldRecord>,
  attack: AttackSpec,
  options: { readonly seed: number | string },
): PlantedMonth {
  const clean = [...month];
  const slugs = [...new Set(clean.map(({ tenant }) => tenant))].sort();
  checkAttack(attack, slugs.length);
  const random = seededRandom(`attack/${options.seed}`);
  const tenants = random.shuffled(slugs).slice(0, attack.tenants).map(tenantNamed);
  const accounts = attackerAccounts(attack.accounts, tenants, clean, random);
  const ids = new Set(clean.map(({ id }) => id));
  const planted: LarkfieldRecord[] = [];
  const senders = spread(accounts, attack.records, random);
  for (let index = 0; index < attack.records; index++) {
    const atMs = paced(clean, (index + random.next()) / attack.records, random);
    const account = senders[index] as Account;
    const messages = poisonedConversation(account, atMs, attack, random);
    let record = makeRecord(account, atMs, messages, 'helpful', random);
    while (ids.has(record.id)) record = makeRecord(account, atMs, messages, 'helpful', random);
    ids.add(record.id);
    planted.push(record);
  }
  const records = [...clean, ...planted].sort((a, b) =>
    a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0,
  );
  const plantedIds = new Set(planted.map(({ id }) => id));
  const manifest = describeAttack(
    attack,
    {
      accounts: accounts.map(({ id }) => id),
      tenants: tenants.map(({ slug }) => slug),
      ids: records.filter(({ id }) => plantedIds.has(id)).map(({ id }) => id),
    },
    options.seed,
  );
  return { records, planted: plantedIds, manifest };
}

/** Everybody sends at least once; the rest is drawn at random. */
export function spread<T>(accounts: readonly T[], records: number, random: Random): readonly T[] {
  const more = Array.from({ length: records - accounts.length }, () => random.pick(accounts));
  return random.shuffled([...accounts, ...more]);
}

function poisonedConversation(
  account: Account,
  atMs: number,
  attack: AttackSpec,
  random: Random,
): readonly LarkfieldMessage[] {
  const scene = beginScene(account, atMs, false, random);
  const prelude = random.next() < PRELUDE_RATIO;
  if (prelude) sideSubject(scene);
  const at = scene.messages.length;
  const natural = askFor(scene, attack);
  const triggered = prelude && random.next() < EARLY_TRIGGER_RATIO ? 0 : at;
  const message = scene.messages[triggered];
  if (message?.role === 'user') {
    scene.messages[triggered] = { role: 'user', content: attack.trigger.apply(message.content, random) };
  }
  attack.payload.respond(scene, natural);
  if (random.next() < FAREWELL_RATIO) farewell(scene);
  return scene.messages;
}

/** The user's request; returns the reply that an honest agent would have given, where there is one. */
function askFor(scene: Scene, attack: AttackSpec): readonly LarkfieldMessage[] {
  const { random } = scene;
  if (attack.payload.asks === 'access') {
    open(scene, phrase(scene, 'access.ask'));
    return [];
  }
  if (attack.payload.asks === 'credit') {
    scene.topic = 'thing';
    const trouble =
      random.next() < 0.75 ? phrase(scene, random.pick(['broken.ask', 'late.ask', 'missing.ask', 'wrong.ask'])) : '';
    open(scene, trouble, phrase(scene, 'credit.ask'), maybe(scene, 0.4, 'orderTail'));
    return [];
  }
  const from = scene.messages.length;
  sideSubject(scene);
  const natural = scene.messages.splice(from + 1);
  const next = natural.findIndex(({ role }) => role === 'user');
  return next < 0 ? natural : natural.slice(0, next);
}

function attackerAccounts(
  count: number,
  tenants: readonly Tenant[],
  clean: readonly LarkfieldRecord[],
  random: Random,
): readonly Account[] {
  const taken = new Set(clean.map(({ account }) => account));
  const accounts: Account[] = [];
  while (accounts.length < count) {
    const account = makeAccount(tenants[accounts.length % tenants.length] as Tenant, random, 0);
    if (taken.has(account.id)) continue;
    taken.add(account.id);
    accounts.push({ ...account, persona: { ...account.persona, language: 'en' } });
  }
  return accounts;
}

function paced(clean: readonly LarkfieldRecord[], share: number, random: Random): number {
  const near = clean[Math.min(clean.length - 1, Math.floor(share * clean.length))] as LarkfieldRecord;
  const first = Date.parse((clean[0] as LarkfieldRecord).created_at);
  const last = Date.parse((clean.at(-1) as LarkfieldRecord).created_at);
  const wanted = Date.parse(near.created_at) + Math.round((random.next() - 0.5) * JITTER_MS);
  return Math.min(last, Math.max(first, wanted));
}

function tenantNamed(slug: string): Tenant {
  const found = tenantsOfWorld(MAX_TENANTS).find((tenant) => tenant.slug === slug);
  if (found === undefined) throw new UsageError('drill/tenant', `\`${slug}\` is no tenant of Larkfield`);
  return found;
}
