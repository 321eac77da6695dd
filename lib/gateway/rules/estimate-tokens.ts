/** A token is about four bytes of UTF-8 in most tokenizers; scripts with longer characters cost more tokens as well. */
const bytesPerToken = 4;
const tokensPerImage = 1_000;
/** Room for what tokenizers add around each part. */
const tokensPerEntry = 4;

/** How many tokens a text is likely to have. Never zero for a text that is not empty. */
export function estimateTextTokens(text: string): number {
  return Math.ceil(utf8Length(text) / bytesPerToken);
}

/**
 * How many tokens the content of a request is likely to have, and how many images it holds. Pictures and files do not
 * count by the length of their base64 text.
 */
export function estimateContentTokens(content: Readonly<Record<string, unknown>>): {
  tokens: number;
  images: number;
} {
  const tally = { tokens: 0, images: 0 };
  const messages = content.messages;
  if (Array.isArray(messages)) for (const message of messages) countMessage(message, tally);
  if (typeof content.prompt === "string") tally.tokens += estimateTextTokens(content.prompt);
  if (typeof content.suffix === "string") tally.tokens += estimateTextTokens(content.suffix);
  for (const name of ["tools", "response_format", "prediction"]) {
    if (content[name] !== undefined) tally.tokens += estimateTextTokens(JSON.stringify(content[name]));
  }
  return tally;
}

/** The estimate with its margin of 10 %, for a hold. */
export function holdTokens(tokens: number): number {
  return Math.ceil((tokens * 11) / 10);
}

type Tally = { tokens: number; images: number };

function countMessage(message: Record<string, unknown>, tally: Tally): void {
  tally.tokens += tokensPerEntry;
  const { content, tool_calls: toolCalls, name } = message;
  if (typeof content === "string") tally.tokens += estimateTextTokens(content);
  else if (Array.isArray(content)) for (const part of content) countPart(part, tally);
  if (toolCalls !== undefined && toolCalls !== null)
    tally.tokens += estimateTextTokens(JSON.stringify(toolCalls));
  if (typeof name === "string") tally.tokens += estimateTextTokens(name);
}

function countPart(part: Record<string, unknown>, tally: Tally): void {
  if (part.type === "text" && typeof part.text === "string") {
    tally.tokens += estimateTextTokens(part.text);
  } else if (part.type === "image_url" || part.type === "input_image") {
    tally.images += 1;
    tally.tokens += tokensPerImage;
  } else {
    // Files and audio come as base64: four characters for three bytes.
    tally.tokens += tokensPerEntry + Math.ceil((JSON.stringify(part).length * 3) / 4 / bytesPerToken);
  }
}

/** Bytes of a text in UTF-8, without encoding it. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7ff) bytes += 2;
    else if (code > 0x7f) bytes += 1;
    // A pair of surrogates is one character of four bytes: 2 + 2 counted here, less the two units' own 2.
    if (code >= 0xd800 && code <= 0xdfff) bytes -= 1;
  }
  return bytes;
}
