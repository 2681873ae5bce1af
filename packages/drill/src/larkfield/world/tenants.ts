import { type Random, seededRandom, UsageError } from '@bezoar/core';
import { DRIFT_SECTORS } from './drift-sectors.ts';
import { FEATURES, type Feature } from './features.ts';
import { HOME_SECTORS } from './home-sectors.ts';
import { LEISURE_SECTORS } from './leisure-sectors.ts';
import { CITIES, FIRST_NAMES } from './names.ts';
import { makeCatalogue, type Product } from './products.ts';
import type { Sector } from './sectors.ts';
import { WORK_SECTORS } from './work-sectors.ts';

/** A customer of Larkfield: a shop or SaaS company whose end users the agent serves. The same in every month. */
export interface Tenant {
  /** The id in the export. */
  readonly slug: string;
  readonly name: string;
  readonly domain: string;
  readonly agent: string;
  readonly sector: Sector;
  /** Best sellers first. */
  readonly products: readonly Product[];
  /** Product areas that only a month with drift talks about. */
  readonly newSector: Sector;
  readonly newProducts: readonly Product[];
  /** The busiest first. */
  readonly features: readonly Feature[];
  readonly plans: readonly string[];
  /** Invented programme and team names. */
  readonly jargon: readonly string[];
  readonly orderPrefix: string;
  readonly warehouse: string;
  readonly returnWindowDays: number;
  readonly shippingFee: string;
  readonly shippingDays: string;
  readonly hours: string;
  /** Whether the agent writes contractions, greets, and closes: its house style. */
  readonly style: { readonly contractions: boolean; readonly greetRatio: number; readonly closeRatio: number };
}

/** Most tenants that the world has names for. */
export const MAX_TENANTS = 60;

const WORLD_SEED = 'larkfield/world/1';
const SECTORS: readonly Sector[] = [...HOME_SECTORS, ...LEISURE_SECTORS, ...WORK_SECTORS];
const HEADS =
  `north fern oak bright blue cedar swift stone marsh hazel river silver wild amber summit clover harbor iron
  willow cobalt juniper meadow quill tidal ember lunar maple raven saddle thistle`.split(/\s+/);
const TAILS = `pine works cart loft peak crate hollow bench field nest foundry supply ridge house lane forge yard goods
  mill bay post gear den point croft shelf dock path grove press`.split(/\s+/);
const PLAN_NAMES =
  `Basic Plus Pro Starter Team Business Family Solo Studio Premium Lite Club Gold Growth Scale Duo Essential
  Flex Core Unlimited`.split(/\s+/);
const JARGON_HEADS =
  `Fern Loop Quill Spark Nest Pine Echo Halo Drift Mint Orbit Patch Ripple Tally Vault Wren Zest Acorn Beacon
  Cinder Dapple Fable Grain Hatch Kindle Ledger Mosaic Nimbus Pebble Relay Sprout Tandem Umber Verge Wicker`.split(
    /\s+/,
  );
const JARGON_TAILS =
  `Pass Care Points Hub Box Desk Shield Club Board Lane Mates Flow Track Perks Card Room Match Swap Fix
  Guard Day Loop Base`.split(/\s+/);

const cache: Tenant[] = [];

/** The first `count` tenants of the world. Throws a `UsageError` outside 1..`MAX_TENANTS`. */
export function tenantsOfWorld(count: number): readonly Tenant[] {
  if (!Number.isInteger(count) || count < 1 || count > MAX_TENANTS) {
    throw new UsageError('drill/tenants', `expected 1 to ${MAX_TENANTS} tenants, got ${count}`);
  }
  while (cache.length < count) cache.push(makeTenant(cache.length));
  return cache.slice(0, count);
}

function makeTenant(index: number): Tenant {
  const random = seededRandom(`${WORLD_SEED}/${index}`);
  const names = seededRandom(WORLD_SEED);
  const head = names.shuffled([...HEADS, ...HEADS])[index] as string;
  const tail = names.shuffled([...TAILS, ...TAILS])[index] as string;
  const sector = SECTORS[index % SECTORS.length] as Sector;
  const newSector = random.pick(DRIFT_SECTORS);
  const slug = `${head}${tail}`;
  return {
    slug,
    name: `${capital(head)}${random.next() < 0.5 ? tail : ` ${capital(tail)}`}`,
    domain: `${slug}.${random.pick(['com', 'io', 'co', 'shop', 'example'])}`,
    agent: random.pick(FIRST_NAMES.slice(0, 40)),
    sector,
    products: makeCatalogue(sector, 320, random),
    newSector,
    newProducts: makeCatalogue(newSector, 60, random),
    features: renamed(random.shuffled(FEATURES).slice(0, 28), random),
    plans: random.shuffled(PLAN_NAMES).slice(0, 4),
    jargon: Array.from({ length: 24 }, () => random.pick(JARGON_HEADS) + random.pick(JARGON_TAILS).toLowerCase()),
    orderPrefix: `${slug.slice(0, 1)}${tail.slice(0, 1)}`.toUpperCase(),
    warehouse: random.pick(CITIES),
    returnWindowDays: random.pick([14, 30, 30, 45, 60, 90]),
    shippingFee: `$${random.pick(['3.90', '4.95', '5', '6.50', '7.99', '0'])}`,
    shippingDays: random.pick(['2-3', '3-5', '1-2', '4-6', '2-4']),
    hours: random.pick(['9 to 5 on weekdays', 'Mon-Fri 8-18', '8 am to 8 pm every day', 'weekdays 10 to 4']),
    style: {
      contractions: random.next() < 0.7,
      greetRatio: 0.15 + 0.6 * random.next(),
      closeRatio: 0.2 + 0.5 * random.next(),
    },
  };
}

/** Every third function has a name of the tenant's own, so that no two apps talk alike. */
function renamed(features: readonly Feature[], random: Random): readonly Feature[] {
  return features.map((feature, index) =>
    index % 3 === 1 ? { ...feature, name: random.pick(JARGON_HEADS) + random.pick(JARGON_TAILS) } : feature,
  );
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
