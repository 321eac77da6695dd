/** The format of OpenRouter's keys: prefix and 64 lower-case hex digits. Here, the last 8 digits are a checksum. */
const form = /^sk-or-v1-[0-9a-f]{64}$/;
const prefix = "sk-or-v1-";
const randomDigits = 56;

/** A new secret from 28 random bytes given as 56 hex digits. */
export function secretFrom(randomHex: string): string {
  if (!/^[0-9a-f]{56}$/.test(randomHex)) throw new Error("a secret needs 56 random hex digits");
  const head = prefix + randomHex;
  return head + checksum(head);
}

/** True for text with the format and checksum of a secret. Needs no database, so a leak scanner can use it too. */
export function isSecret(text: string): boolean {
  if (!form.test(text)) return false;
  const head = text.slice(0, prefix.length + randomDigits);
  return text.slice(head.length) === checksum(head);
}

/** The part of a secret that may be shown later: "sk-or-v1-abc...123". */
export function secretLabel(secret: string): string {
  return `${prefix}${secret.slice(prefix.length, prefix.length + 3)}...${secret.slice(-3)}`;
}

/** True for text with the format of a key's public hash: SHA-256 in lower-case hex. */
export function isKeyHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** CRC-32 (IEEE, as in zlib) of ASCII text, as 8 hex digits. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index += 1) {
    crc = (crc >>> 8) ^ (table[(crc ^ text.charCodeAt(index)) & 0xff] ?? 0);
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}

const table = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});
