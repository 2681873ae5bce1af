import { type Colour, FAINT, isSameColour, parseColour } from './colour.ts';
import { MAX_STYLE_RULES } from './html-limits.ts';

/** How an element looks, as far as it decides whether a reader sees its text. Inherited but for what hides a whole subtree. */
export interface Looks {
  /** Why the text is not seen, and whether an honest page does so too: menus and dialogs are hidden, white on white is not. */
  readonly hiddenBy?: string;
  readonly isDeceptive: boolean;
  /** By font size or visibility, which a child may undo. */
  readonly isUndoable: boolean;
  readonly colour?: Colour;
  readonly ground?: Colour;
}

/** How a page looks at its root: nothing known, nothing hidden. */
export const PLAIN_LOOKS: Looks = { isDeceptive: false, isUndoable: false };

/** Declarations of one style attribute or rule, names and values in lower case. */
export function parseDeclarations(css: string): ReadonlyMap<string, string> {
  const declarations = new Map<string, string>();
  for (const piece of css.replaceAll(/\/\*[\s\S]{0,2000}?\*\//g, ' ').split(';', 200)) {
    const colon = piece.indexOf(':');
    if (colon < 0) continue;
    const value = piece
      .slice(colon + 1)
      .replace(/!\s*important/i, '')
      .trim()
      .toLowerCase();
    declarations.set(piece.slice(0, colon).trim().toLowerCase(), value);
  }
  return declarations;
}

/** Rules of `style` elements by the last simple selector: `.x`, `#x` or a tag name. Media queries are looked into. */
export function parseStyleSheet(css: string): Map<string, ReadonlyMap<string, string>> {
  const rules = new Map<string, ReadonlyMap<string, string>>();
  let count = 0;
  for (const match of css.matchAll(/([^{}]{1,2000})\{([^{}]{0,20000})\}/g)) {
    if (++count > MAX_STYLE_RULES) break;
    const declarations = parseDeclarations(match[2] ?? '');
    for (const selector of (match[1] ?? '').split(',')) {
      const last = /([.#]?[\w-]+)\s*$/.exec(selector.trim())?.[1]?.toLowerCase();
      if (last !== undefined) rules.set(last, new Map([...(rules.get(last) ?? []), ...declarations]));
    }
  }
  return rules;
}

/** Distances beyond which an element lies outside any screen, in pixels. */
const OFF_SCREEN = 500;

/** The looks of an element, from its parent's and its own declarations. */
export function looksOf(parent: Looks, own: ReadonlyMap<string, string>): Looks {
  const colour = colourOf(own.get('color')) ?? parent.colour;
  const ground = groundOf(own) ?? parent.ground;
  const base = { ...(colour === undefined ? {} : { colour }), ...(ground === undefined ? {} : { ground }) };
  if (parent.hiddenBy !== undefined && !(parent.isUndoable && undoes(own))) {
    return { ...base, hiddenBy: parent.hiddenBy, isDeceptive: parent.isDeceptive, isUndoable: parent.isUndoable };
  }
  const hidden = hiddenBy(own, base);
  return hidden === undefined ? { ...base, isDeceptive: false, isUndoable: false } : { ...base, ...hidden };
}

function undoes(own: ReadonlyMap<string, string>): boolean {
  const size = own.get('font-size');
  return own.get('visibility') === 'visible' || (size !== undefined && lengthOf(size) >= 4) || own.has('color');
}

function hiddenBy(
  own: ReadonlyMap<string, string>,
  { colour, ground }: Pick<Looks, 'colour' | 'ground'>,
): (Pick<Looks, 'isDeceptive' | 'isUndoable'> & { readonly hiddenBy: string }) | undefined {
  const get = (name: string): string => own.get(name) ?? '';
  if (get('display') === 'none') return { hiddenBy: 'display: none', isDeceptive: false, isUndoable: false };
  if (/^(?:hidden|collapse)$/.test(get('visibility'))) {
    return { hiddenBy: 'visibility: hidden', isDeceptive: false, isUndoable: true };
  }
  if (get('content-visibility') === 'hidden') {
    return { hiddenBy: 'content-visibility: hidden', isDeceptive: false, isUndoable: false };
  }
  const size =
    own.get('font-size') ?? /(?:^|\s)(0(?:\.\d+)?(?:px|pt|em|rem|%)?|[01](?:\.\d+)?px)(?:\/|\s)/.exec(get('font'))?.[1];
  if (size !== undefined && lengthOf(size) < 2)
    return { hiddenBy: `a font size of ${size}`, isDeceptive: true, isUndoable: true };
  const opacity =
    get('opacity') === '' ? 1 : Number.parseFloat(get('opacity')) / (get('opacity').endsWith('%') ? 100 : 1);
  if (opacity < FAINT) return { hiddenBy: 'an opacity of nearly 0', isDeceptive: true, isUndoable: false };
  const isPlaced = /^(?:absolute|fixed|relative)$/.test(get('position'));
  for (const side of ['left', 'top', 'right', 'bottom', 'text-indent', 'margin-left', 'margin-top']) {
    const length = lengthOf(get(side));
    if (
      Math.abs(length) >= OFF_SCREEN &&
      (length < 0 || isPlaced) &&
      (isPlaced || side === 'text-indent' || side.startsWith('margin'))
    ) {
      return { hiddenBy: `\`${side}\` outside of the screen`, isDeceptive: true, isUndoable: false };
    }
  }
  if (/translate[xy3d]*\(\s*-\d{3,}|scale[xy]?\(\s*0(?:\.0+)?\s*[,)]/.test(get('transform'))) {
    return { hiddenBy: 'a transform', isDeceptive: true, isUndoable: false };
  }
  const isClipped =
    /inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(0\s*0\s*,\s*0\s*0/.test(get('clip-path')) ||
    /rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?/.test(get('clip'));
  const isTiny =
    ['height', 'width', 'max-height', 'max-width'].some((side) => get(side) !== '' && lengthOf(get(side)) <= 1) &&
    /hidden|clip/.test(`${get('overflow')}${get('overflow-x')}${get('overflow-y')}`);
  if (isClipped || isTiny) return { hiddenBy: 'a box that is clipped away', isDeceptive: false, isUndoable: false };
  if (own.has('color') || own.has('background') || own.has('background-color') || own.has('bgcolor')) {
    if (colour !== undefined && colour[3] < FAINT)
      return { hiddenBy: 'a transparent colour', isDeceptive: true, isUndoable: true };
    if (colour !== undefined && ground !== undefined && isSameColour(colour, ground)) {
      return { hiddenBy: 'text in the colour of its ground', isDeceptive: true, isUndoable: true };
    }
    if (colour !== undefined && ground === undefined && isSameColour(colour, WHITE)) {
      return { hiddenBy: 'white text on a ground that the page does not name', isDeceptive: false, isUndoable: true };
    }
  }
  return undefined;
}

const WHITE: Colour = [255, 255, 255, 1];

function colourOf(value: string | undefined): Colour | undefined {
  return value === undefined ? undefined : parseColour(value);
}

function groundOf(own: ReadonlyMap<string, string>): Colour | undefined {
  const plain = own.get('background-color') ?? own.get('bgcolor');
  if (plain !== undefined) return notTransparent(parseColour(plain));
  const short = own.get('background');
  if (short === undefined) return undefined;
  const whole = parseColour(short);
  if (whole !== undefined) return notTransparent(whole);
  for (const part of short.split(/\s+(?![^(]*\))/)) {
    const colour = parseColour(part);
    if (colour !== undefined) return notTransparent(colour);
  }
  // A picture or a gradient: no colour that text could be compared with.
  return UNKNOWN_GROUND;
}

const UNKNOWN_GROUND: Colour = [-1000, -1000, -1000, 1];

function notTransparent(colour: Colour | undefined): Colour | undefined {
  return colour !== undefined && colour[3] < FAINT ? undefined : colour;
}

/** A length in pixels, roughly: `em` and `rem` count 16, `pt` 4/3, `%`, `vw` and `vh` 10. NaN where it is none. */
function lengthOf(value: string): number {
  const match = /^(-?[0-9]{0,9}(?:\.[0-9]{1,6})?)(px|pt|em|rem|ex|ch|vw|vh|%|cm|mm|in)?$/.exec(value.trim());
  if (match === null || match[1] === '' || match[1] === '-') return Number.NaN;
  return Number(match[1]) * (UNITS.get(match[2] ?? 'px') ?? 1);
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['px', 1],
  ['pt', 4 / 3],
  ['em', 16],
  ['rem', 16],
  ['ex', 8],
  ['ch', 8],
  ['vw', 10],
  ['vh', 10],
  ['%', 10],
  ['cm', 38],
  ['mm', 3.8],
  ['in', 96],
]);
