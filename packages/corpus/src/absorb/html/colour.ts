/** Red, green, blue, 0 to 255, and opacity, 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const NAMES: ReadonlyMap<string, Colour> = new Map([
  ['white', [255, 255, 255, 1]],
  ['black', [0, 0, 0, 1]],
  ['snow', [255, 250, 250, 1]],
  ['ivory', [255, 255, 240, 1]],
  ['ghostwhite', [248, 248, 255, 1]],
  ['whitesmoke', [245, 245, 245, 1]],
  ['floralwhite', [255, 250, 240, 1]],
  ['mintcream', [245, 255, 250, 1]],
  ['azure', [240, 255, 255, 1]],
  ['red', [255, 0, 0, 1]],
  ['green', [0, 128, 0, 1]],
  ['blue', [0, 0, 255, 1]],
  ['yellow', [255, 255, 0, 1]],
  ['gray', [128, 128, 128, 1]],
  ['grey', [128, 128, 128, 1]],
  ['navy', [0, 0, 128, 1]],
  ['silver', [192, 192, 192, 1]],
  ['lightgray', [211, 211, 211, 1]],
  ['lightgrey', [211, 211, 211, 1]],
  ['transparent', [0, 0, 0, 0]],
]);

/** Greatest difference of each channel at which a reader sees no text: WCAG contrast is then below 1.1. */
export const SAME_COLOUR = 12;
/** Opacity below which text is not seen. */
export const FAINT = 0.1;

/** A CSS colour: names, `#rgb`, `#rrggbb`, `rgb()`, `rgba()`, `hsl()` of white and black. Undefined where it is not known. */
export function parseColour(text: string): Colour | undefined {
  const value = text.trim().toLowerCase();
  const named = NAMES.get(value);
  if (named !== undefined) return named;
  const hex = /^#([0-9a-f]{3,8})$/.exec(value)?.[1];
  if (hex !== undefined) {
    const size = hex.length <= 4 ? 1 : 2;
    const channels = Array.from({ length: Math.floor(hex.length / size) }, (_, i) => {
      const digits = hex.slice(i * size, (i + 1) * size);
      return Number.parseInt(size === 1 ? digits + digits : digits, 16);
    });
    const [red = 0, green = 0, blue = 0, alpha = 255] = channels;
    return channels.length < 3 ? undefined : [red, green, blue, alpha / 255];
  }
  const call = /^rgba?\(([^)]{1,60})\)$/.exec(value)?.[1];
  if (call !== undefined) {
    const parts = call
      .split(/[\s,/]+/)
      .filter((part) => part !== '')
      .map((part) => (part.endsWith('%') ? Number.parseFloat(part) * 2.55 : Number.parseFloat(part)));
    const [red, green, blue, alpha = 1] = parts;
    if (red === undefined || green === undefined || blue === undefined || parts.some(Number.isNaN)) return undefined;
    return [red, green, blue, alpha > 1 ? alpha / 255 : alpha];
  }
  const light = /^hsla?\(\s*[\d.]{1,8}(?:deg)?[\s,]{1,4}[\d.]{1,8}%[\s,]{1,4}([\d.]{1,8})%/.exec(value)?.[1];
  if (light === undefined) return undefined;
  return Number(light) >= 98 ? [255, 255, 255, 1] : Number(light) <= 2 ? [0, 0, 0, 1] : undefined;
}

/** Whether text of one colour cannot be told from its ground. */
export function isSameColour(text: Colour, ground: Colour): boolean {
  if (text[3] < FAINT) return true;
  return ground[3] >= FAINT && [0, 1, 2].every((channel) => Math.abs(text[channel]! - ground[channel]!) <= SAME_COLOUR);
}
