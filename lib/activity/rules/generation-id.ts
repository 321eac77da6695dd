const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const chunk = 62n ** 8n;
const wireForm = /^gen-(\d{9,12})-([0-9A-Za-z]{22})$/;
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The id as callers see it: `gen-<epoch seconds>-<uuid in 22 digits of base 62>`, as the reference's ids look. */
export function formatGenerationId(id: string): string {
  const whole = BigInt(`0x${id.replaceAll("-", "")}`);
  // Eight digits at a time fit a number, which is ten times as fast as 22 divisions of a bigint; exports need it.
  const text =
    digitsOf(whole / chunk / chunk, 6) + digitsOf((whole / chunk) % chunk, 8) + digitsOf(whole % chunk, 8);
  return `gen-${Math.floor(generationTimeMs(id) / 1_000)}-${text}`;
}

function digitsOf(value: bigint, count: number): string {
  let rest = Number(value);
  let text = "";
  for (let index = 0; index < count; index += 1) {
    text = alphabet.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** The uuid behind a wire id. Null for anything that we never issued: wrong form, or seconds that are not the id's own. */
export function parseGenerationId(text: string): string | null {
  const match = wireForm.exec(text);
  if (!match) return null;
  const value = [...(match[2] ?? "")].reduce((sum, digit) => sum * 62n + BigInt(alphabet.indexOf(digit)), 0n);
  if (value >> 128n !== 0n) return null;
  const hex = value.toString(16).padStart(32, "0");
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  if (!uuidForm.test(id)) return null;
  return Math.floor(generationTimeMs(id) / 1_000) === Number(match[1]) ? id : null;
}

/** The moment in a uuidv7, in milliseconds since 1970. It is the generation's `createdAt`. */
export function generationTimeMs(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
}

/**
 * The smallest id of a moment: its 48-bit millisecond followed by zeros. A range of time is the half-open range of
 * ids between two of these.
 */
export function lowestIdAt(moment: Date): string {
  const hex = Math.max(0, moment.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}
