import { origin } from "./product";

/** A way in which a request ends. */
export type Way = {
  readonly name: string;
  /** What the provider is told to do. */
  readonly directives?: string;
  /** Fields of the body that differ. */
  readonly body?: (content: string) => object;
  /** Sent instead of a body. */
  readonly text?: (content: string) => string;
  /** Sent with a key whose limit is used up. */
  readonly isPoor?: boolean;
  /** Sent without the key's secret. */
  readonly isForeign?: boolean;
  /** The caller leaves after this many milliseconds. */
  readonly leaveMs?: number;
};

const told = (name: string, directives: string): Way => ({ name, directives });

export const ways: readonly Way[] = [
  told("answered", "[[sandbox:echo]]"),
  told("server error", "[[sandbox:status=500]] [[sandbox:echo]]"),
  told("overloaded", "[[sandbox:status=503]] [[sandbox:echo]]"),
  told("bad request", "[[sandbox:status=400]] [[sandbox:echo]]"),
  told("limited by the provider", "[[sandbox:status=429]] [[sandbox:echo]]"),
  told("not JSON", "[[sandbox:invalid-json]] [[sandbox:echo]]"),
  told("error in between", "[[sandbox:error-mid-stream]] [[sandbox:echo]]"),
  told("error at first", "[[sandbox:error-first]] [[sandbox:echo]]"),
  told("cut", "[[sandbox:cut-after=2]] [[sandbox:echo]]"),
  told("no usage", "[[sandbox:no-usage]] [[sandbox:echo]]"),
  told("empty", "[[sandbox:empty]]"),
  told("other form", "[[sandbox:other-form]] [[sandbox:echo]]"),
  told("bad line", "[[sandbox:bad-line]] [[sandbox:echo]]"),
  told("long line", "[[sandbox:long-line=200000]] [[sandbox:echo]]"),
  told("compressed", "[[sandbox:gzip]] [[sandbox:echo]]"),
  told("comments first", "[[sandbox:keep-alive=3]] [[sandbox:echo]]"),
  told("unknown directive", "[[sandbox:nonsense]] [[sandbox:echo]]"),
  { name: "caller leaves", directives: "[[sandbox:echo]] [[sandbox:delay=300]]", leaveMs: 150 },
  { name: "body that breaks off", text: (content) => `{"messages": "${content}", ` },
  { name: "limit of another type", body: (content) => ({ max_tokens: content }) },
  { name: "messages of another type", body: (content) => ({ messages: [{ role: content, content }] }) },
  { name: "unknown model", body: () => ({ model: "nobody/nothing" }) },
  { name: "no endpoint", body: () => ({ provider: { only: ["nowhere"] } }) },
  { name: "limit used up", isPoor: true },
  { name: "unknown key", isForeign: true },
];

type Sending = {
  readonly way: Way;
  readonly isStream: boolean;
  readonly secret: string;
  readonly content: string;
  readonly endUser: string;
};

/** Sends a request that has the content in every place. Resolves to what came back; status 0 for a caller that left. */
export async function send(sending: Sending): Promise<{ readonly status: number; readonly text: string }> {
  const { way, secret, content } = sending;
  try {
    const response = await fetch(`${origin()}/api/v1/chat/completions`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${way.isForeign ? secret.replace(/.$/, (last) => (last === "0" ? "1" : "0")) : secret}`,
        "user-agent": `Agent ${content}`,
        "x-request-id": content,
        "x-note": content,
        cookie: `note=${content}`,
        traceparent: content,
      },
      body: way.text?.(content) ?? JSON.stringify(bodyOf(sending)),
      ...(way.leaveMs !== undefined && { signal: AbortSignal.timeout(way.leaveMs) }),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    // The connection of a response that breaks off ends early too.
    if (error instanceof Error) return { status: 0, text: "" };
    throw error;
  }
}

function bodyOf({ way, isStream, content, endUser }: Sending): object {
  const image = `https://example.test/${content}.png`;
  const call = { name: content, arguments: JSON.stringify({ q: content }) };
  return {
    model: "sandbox/kestrel-vision",
    stream: isStream,
    user: endUser,
    stop: [content],
    tools: [
      {
        type: "function",
        function: { name: content, description: content, parameters: { type: "object", properties: {} } },
      },
    ],
    messages: [
      { role: "system", content: `Be brief, ${content}` },
      {
        role: "user",
        content: [
          { type: "text", text: `Say ${content}` },
          { type: "image_url", image_url: { url: image } },
          {
            type: "file",
            file: { filename: `${content}.pdf`, file_data: "data:application/pdf;base64,AAAA" },
          },
        ],
      },
      { role: "assistant", content: null, tool_calls: [{ id: content, type: "function", function: call }] },
      { role: "tool", tool_call_id: content, content },
      { role: "user", content: `${content} ${way.directives ?? ""}` },
    ],
    ...way.body?.(content),
  };
}
