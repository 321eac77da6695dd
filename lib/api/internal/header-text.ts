const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The text of a request header. Node gives each byte of a header as one character (Latin-1), but most clients send
 * UTF-8: bytes that are valid UTF-8 are decoded as such, all others stay as they are.
 */
export function headerText(value: string): string {
  // ASCII is the same in both, and a character beyond one byte means that the text was decoded already.
  if (!/^[\0-\xff]*[\x80-\xff][\0-\xff]*$/.test(value)) return value;
  try {
    return utf8.decode(Uint8Array.from(value, (character) => character.charCodeAt(0)));
  } catch {
    return value;
  }
}
