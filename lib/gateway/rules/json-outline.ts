const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Levels of nesting in a response that are parsed. What may be serialized again must not exhaust the stack, ours or a
 * client's.
 */
const levelsMax = 512;

/** True when JSON is nested more deeply than that. Scans the characters only, before anything is parsed. */
export function isTooDeep(text: string): boolean {
  if (text.length <= levelsMax) return false;
  let level = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === openBracket || code === openBrace) {
      level += 1;
      if (level > levelsMax) return true;
    } else if (code === closeBracket || code === closeBrace) level -= 1;
  }
  return false;
}

/**
 * The value of a name in the outermost object, as text. For JSON that is too deep, too long, or broken off. Returns the
 * last of several; if it is not closed, everything up to the end of the text. Null when the name does not occur.
 */
export function outermostValue(text: string, name: string): string | null {
  let level = 0;
  let valueStart = -1;
  let found: string | null = null;
  const close = (at: number) => {
    if (valueStart >= 0) found = text.slice(valueStart, at).trim();
    valueStart = -1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      if (level === 1 && valueStart < 0 && text.slice(at + 1, end) === name) {
        const colon = /^\s*:/.exec(text.slice(end + 1, end + 100));
        if (colon) valueStart = end + 1 + colon[0].length;
      }
      at = end;
    } else if (code === openBracket || code === openBrace) level += 1;
    else if (code === closeBracket || code === closeBrace) {
      level -= 1;
      if (level === 0) close(at);
    } else if (code === comma && level === 1) close(at);
  }
  close(text.length);
  return found;
}

const comma = 0x2c;

/** The index of the quote that ends the string beginning at `start`, or the length of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}
