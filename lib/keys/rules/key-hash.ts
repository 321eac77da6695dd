/** True for text that has the form of a key's public hash: SHA-256 in lower-case hex. */
export function isKeyHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
