/** Color arithmetic for tests of the tokens: contrast, and distance as people with color-vision deficiency see it. */

/** Red, green and blue of linear light, each from 0 to 1. */
export type LinearColor = readonly [number, number, number];
type Matrix = readonly [LinearColor, LinearColor, LinearColor];

/** Reads "#21488c" or "oklch(0.46 0.155 262)", without transparency. */
export function readColor(text: string): LinearColor {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (hex) return [linearOf(hex[1]), linearOf(hex[2]), linearOf(hex[3])];
  const oklch = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(text);
  if (!oklch) throw new Error(`"${text}" is not a color of the tokens`);
  const [lightness = 0, chroma = 0, hue = 0] = oklch.slice(1).map(Number);
  const angle = (hue * Math.PI) / 180;
  return fromOklab([lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]);
}

function linearOf(byte: string | undefined): number {
  const value = parseInt(byte ?? "", 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** The contrast ratio of WCAG 2, from 1 to 21. */
export function contrast(one: LinearColor, other: LinearColor): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: LinearColor): number {
  return dot([0.2126, 0.7152, 0.0722], color);
}

/** Simulations at full severity by Machado, Oliveira and Fernandes (2009), on linear light. */
const deficiencies = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, Matrix>;

export type Vision = keyof typeof deficiencies;
export const visions = Object.keys(deficiencies) as readonly Vision[];

/** Distance in OKLab of two colors as seen with a kind of color vision. */
export function distance(one: LinearColor, other: LinearColor, vision: Vision): number {
  const a = toOklab(seen(one, vision));
  const b = toOklab(seen(other, vision));
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function seen(color: LinearColor, vision: Vision): LinearColor {
  const [red, green, blue] = apply(deficiencies[vision], color);
  return [clamped(red), clamped(green), clamped(blue)];
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function apply([first, second, third]: Matrix, color: LinearColor): LinearColor {
  return [dot(first, color), dot(second, color), dot(third, color)];
}

function dot(a: LinearColor, b: LinearColor): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** The matrices of Björn Ottosson's OKLab. */
function toOklab(color: LinearColor): LinearColor {
  const [long, medium, short] = apply(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    color,
  );
  return apply(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(long), Math.cbrt(medium), Math.cbrt(short)],
  );
}

function fromOklab(lab: LinearColor): LinearColor {
  const [long, medium, short] = apply(
    [
      [1, 0.3963377774, 0.2158037573],
      [1, -0.1055613458, -0.0638541728],
      [1, -0.0894841775, -1.291485548],
    ],
    lab,
  );
  const [red, green, blue] = apply(
    [
      [4.0767416621, -3.3077115913, 0.2309699292],
      [-1.2684380046, 2.6097574011, -0.3413193965],
      [-0.0041960863, -0.7034186147, 1.707614701],
    ],
    [long ** 3, medium ** 3, short ** 3],
  );
  return [clamped(red), clamped(green), clamped(blue)];
}
