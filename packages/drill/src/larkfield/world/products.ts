import type { Random } from '@bezoar/core';
import type { Sector } from './sectors.ts';

/** A product of a tenant's catalogue. */
export interface Product {
  /** `Halvek Compact Kettle K-240` */
  readonly title: string;
  readonly brand: string;
  readonly adjective: string;
  readonly noun: string;
  readonly model: string;
  /** In cents. */
  readonly priceCents: number;
}

const SYLLABLES =
  `bel cor dan fen gal hal jor kel lum mar nor os pel quin ros sol tam ul vek wen yar zan bri cla dro fli gre
  hu iva kas lo mi nu pra rho ste tri vo ash eld orn isk ay ett ol und ix ara`.split(/\s+/);

/** `count` distinct products of a sector, best sellers first. */
export function makeCatalogue(sector: Sector, count: number, random: Random): readonly Product[] {
  const brands = Array.from({ length: 14 }, () => inventedName(random));
  const products = new Map<string, Product>();
  while (products.size < count) {
    const product = makeProduct(sector, brands, random);
    products.set(product.title, product);
  }
  return [...products.values()];
}

/** A pronounceable name that no dictionary has. */
export function inventedName(random: Random): string {
  const length = 2 + random.integer(2);
  let name = '';
  for (let i = 0; i < length; i++) name += random.pick(SYLLABLES);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function makeProduct(sector: Sector, brands: readonly string[], random: Random): Product {
  const brand = random.pick(brands);
  const adjective = random.pick(sector.adjectives);
  const noun = random.pick(sector.nouns);
  const model = makeModel(noun, random);
  const title = `${brand} ${adjective.replace(/\b[a-z]/g, (c) => c.toUpperCase())} ${noun}${model === '' ? '' : ` ${model}`}`;
  return {
    title,
    brand,
    adjective,
    noun,
    model: model === '' ? brand : model,
    priceCents: 900 + random.integer(300) * 100,
  };
}

function makeModel(noun: string, random: Random): string {
  const letter = noun.charAt(0).toUpperCase();
  switch (random.integer(6)) {
    case 0:
      return `${letter}-${100 + random.integer(900)}`;
    case 1:
      return `${letter}${random.pick(['X', 'S', 'T', 'R'])}${10 + random.integer(90)}`;
    case 2:
      return random.pick(['Mk II', 'Mini', 'Max', 'Pro', 'Air', '2.0', 'XL', 'Go', 'One', 'Plus', 'Lite', 'SE']);
    case 3:
      return `${1 + random.integer(9)}00`;
    case 4:
      return inventedName(random);
    default:
      return '';
  }
}
