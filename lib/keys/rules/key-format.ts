/** The form of OpenRouter's keys: prefix and 64 lower-case hex digits. Ours end in a checksum of 8 digits. */
const form = /^sk-or-v1-[0-9a-f]{64}$/;
const prefix = "sk-or-v1-";
const randomDigits = 56;

/** A new secret from 28 random bytes given as 56 hex digits. */
export function secretFrom(randomHex: string): string {
  if (!/^[0-9a-f]{56}$/.test(randomHex)) throw new Error("a secret needs 56 random hex digits");
  const head = prefix + randomHex;
  return head + checksum(head);
}

/** True for text that can be a secret of ours: form and checksum hold. Needs no database, so a scanner can ask it too. */
export function isSecret(text: string): boolean {
  if (!form.test(text)) return false;
  const head = text.slice(0, prefix.length + randomDigits);
  return text.slice(head.length) === checksum(head);
}

/** What may be shown of a secret afterwards: "sk-or-v1-abc...123". */
export function secretLabel(secret: string): string {
  return `${prefix}${secret.slice(prefix.length, prefix.length + 3)}...${secret.slice(-3)}`;
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
