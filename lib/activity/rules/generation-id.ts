import { idTimeMs } from "@/lib/kernel/lowest-id";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Four digits at a time: the remainder of a division by this, followed by sixteen more bits, is exact as a number. */
const chunk = 62 ** 4;
const digitsCount = 22;
const wireForm = /^gen-(\d{9,12})-([0-9A-Za-z]{22})$/;
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The public id: `gen-<epoch seconds>-<uuid in 22 base-62 digits>`, in the form of OpenRouter's ids. */
export function formatGenerationId(id: string): string {
  return `gen-${Math.floor(idTimeMs(id) / 1_000)}-${digitsOf(id)}`;
}

/** Runs for every request and exported row, so it uses plain numbers: a long division of eight sixteen-bit words. */
function digitsOf(id: string): string {
  const hex = id.replaceAll("-", "");
  const words: number[] = [];
  for (let at = 0; at < 32; at += 4) words.push(Number.parseInt(hex.slice(at, at + 4), 16));
  let text = "";
  while (text.length < digitsCount) {
    let rest = 0;
    for (let index = 0; index < words.length; index += 1) {
      const value = rest * 65_536 + (words[index] ?? 0);
      words[index] = Math.floor(value / chunk);
      rest = value % chunk;
    }
    for (let digit = 0; digit < 4 && text.length < digitsCount; digit += 1) {
      text = alphabet.charAt(rest % 62) + text;
      rest = Math.floor(rest / 62);
    }
  }
  return text;
}

/**
 * Returns the uuid of a wire id. Null for ids that were never issued: wrong form, or seconds that differ from the id's
 * time.
 */
export function parseGenerationId(text: string): string | null {
  const match = wireForm.exec(text);
  if (!match) return null;
  const value = [...(match[2] ?? "")].reduce((sum, digit) => sum * 62n + BigInt(alphabet.indexOf(digit)), 0n);
  if (value >> 128n !== 0n) return null;
  const hex = value.toString(16).padStart(32, "0");
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  if (!uuidForm.test(id)) return null;
  return Math.floor(idTimeMs(id) / 1_000) === Number(match[1]) ? id : null;
}
