/** Letters and digits only, so that escaping in JSON or a URL leaves it as it is. */
export function makeMarker(seed: number): string {
  let state = seed >>> 0;
  let text = "zf";
  while (text.length < 16) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += "abcdefghjkmnpqrstvwxyz23456789".charAt((state >>> 16) % 30);
  }
  return text;
}

export type Form = { readonly name: string; readonly text: string };

/** How a marker may be written: as it is, in base64 at each place, escaped, as hexadecimal digits, and those combined. */
export function formsOf(marker: string): readonly Form[] {
  const escaped = (prefix: string) =>
    [...marker].map((letter) => `${prefix}${letter.charCodeAt(0).toString(16)}`).join("");
  const forms = [
    { name: "plain", text: marker },
    ...[0, 1, 2].map((shift) => ({ name: `base64 at ${shift}`, text: base64At(marker, shift) })),
    { name: "URL-encoded", text: escaped("%") },
    { name: "JSON-escaped", text: escaped("\\u00") },
    { name: "JSON-escaped twice", text: escaped("\\\\u00") },
    { name: "UTF-16", text: [...marker].join("\0") },
  ];
  const hex = forms.map(({ name, text }) => ({
    name: `${name}, hexadecimal`,
    text: Buffer.from(text).toString("hex"),
  }));
  const upper = hex.map(({ name, text }) => ({ name: `${name} capitals`, text: text.toUpperCase() }));
  return [...forms, ...hex, ...upper];
}

/**
 * Forms that are found when the marker is divided once, wherever that is and whatever stands between: a boundary of chunks,
 * pages or lines leaves one of its halves whole. A marker in three or more pieces may have neither.
 */
export function halvesOf(marker: string): readonly Form[] {
  const middle = marker.length / 2;
  return [marker.slice(0, middle), marker.slice(middle)].flatMap((half, index) =>
    formsOf(half)
      .filter(({ name }) => /^(plain|base64 at \d)(, hexadecimal)?$/.test(name))
      .map(({ name, text }) => ({ name: `half ${index + 1}, ${name}`, text })),
  );
}

/** The part of the base64 that does not depend on what stands before and after. */
function base64At(marker: string, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(marker)]).toString("base64");
  return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + marker.length) * 8) / 6));
}

/** The forms of the marker that a place has: none, if it is clean. */
export function findMarker(place: string | Buffer, forms: readonly Form[]): readonly string[] {
  const bytes = typeof place === "string" ? Buffer.from(place) : place;
  return forms.filter(({ text }) => bytes.includes(text)).map(({ name }) => name);
}
