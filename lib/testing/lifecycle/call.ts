import { type ClientRequest, request } from "node:http";
import { modelId } from "./endpoints";
import type { Gateway } from "./gateways";
import type { RequestPlan } from "./plans";
import { markedPrompt, type ScriptedProvider } from "./scripted-provider";

/** A client's final view of one of its requests. */
export type Heard = {
  readonly plan: RequestPlan;
  readonly mark: string;
  readonly gateway: Gateway;
  readonly startedMs: number;
  /** Null when no response head arrived. */
  status: number | null;
  generationId: string | null;
  /** Number of characters of the completion that arrived. */
  characters: number;
  /** `usage.cost` in nano-dollars, if it arrived. */
  costNanos: bigint | null;
  /** The response arrived completely, with its end marker. */
  isWhole: boolean;
  /** The code of an error, in the response or in the stream. */
  errorCode: number | null;
  /** The client disconnected, or stopped reading. */
  hasLeft: boolean;
  /** `unreachable`: no connection. `broken`: the connection ended before the response did. */
  failure: "unreachable" | "broken" | null;
};

type Call = {
  readonly heard: Heard;
  /** Closes the connection of a client that stopped reading. */
  readonly hangUp: () => void;
};

/** Sends a request and behaves as planned. Resolves when the client is done. Never rejects. */
export function call(
  gateway: Gateway,
  secret: string,
  sent: { readonly plan: RequestPlan; readonly mark: string; readonly provider: ScriptedProvider },
): Promise<Call> {
  const { plan, mark, provider } = sent;
  const heard = newHeard(gateway, plan, mark);
  provider.expect(mark, plan.scripts);
  return new Promise((resolve) => {
    const outgoing = request({
      host: "127.0.0.1",
      port: gateway.port,
      agent: false,
      method: "POST",
      path: "/api/v1/chat/completions",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    });
    const over = () => resolve({ heard, hangUp: () => outgoing.destroy() });
    const leave = () => {
      heard.hasLeft = true;
      outgoing.destroy();
      over();
    };
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      if (!heard.hasLeft) heard.failure ??= error.code === "ECONNREFUSED" ? "unreachable" : "broken";
      over();
    });
    planLeaving(outgoing, plan, { leave, started: () => provider.whenStarted(mark) });
    outgoing.on("response", (response) => {
      const wireId = response.headers["x-generation-id"];
      heard.status = response.statusCode ?? null;
      heard.generationId = typeof wireId === "string" ? wireId : null;
      const isStream = response.headers["content-type"]?.startsWith("text/event-stream") ?? false;
      const reader = isStream ? eventReader(heard) : bodyReader(heard);
      let pieces = 0;
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        if (heard.hasLeft) return;
        pieces += 1;
        reader.read(piece);
        if (plan.caller.does === "leaveAfter" && pieces >= plan.caller.pieces) return leave();
        if (plan.caller.does !== "stall" || !isStream || heard.isWhole) return;
        heard.hasLeft = true;
        response.pause();
        over();
      });
      response.on("close", () => {
        if (response.complete) reader.end();
        else if (!heard.hasLeft) heard.failure ??= "broken";
        over();
      });
    });
    outgoing.end(bodyOf(plan, mark));
  });
}

function newHeard(gateway: Gateway, plan: RequestPlan, mark: string): Heard {
  return {
    plan,
    mark,
    gateway,
    startedMs: Date.now(),
    status: null,
    generationId: null,
    characters: 0,
    costNanos: null,
    isWhole: false,
    errorCode: null,
    hasLeft: false,
    failure: null,
  };
}

function planLeaving(
  outgoing: ClientRequest,
  { caller }: RequestPlan,
  { leave, started }: { leave: () => void; started: () => Promise<void> },
): void {
  if (caller.does === "leave") {
    const timer = setTimeout(leave, caller.afterMs);
    outgoing.once("close", () => clearTimeout(timer));
  }
  if (caller.does !== "leaveWhenSent") return;
  let isClosed = false;
  outgoing.once("close", () => (isClosed = true));
  void started().then(() => {
    if (!isClosed) leave();
  });
}

/** The mark is also the end user, so that a request's row can be found. */
function bodyOf(plan: RequestPlan, mark: string): string {
  return JSON.stringify({
    model: modelId(plan.model),
    messages: [{ role: "user", content: markedPrompt(plan.prompt, mark) }],
    stream: plan.isStream,
    user: mark,
    ...(plan.tokensMax !== null && { max_tokens: plan.tokensMax }),
  });
}

type Wire = {
  readonly error?: { readonly code: number };
  readonly usage?: { readonly cost: number };
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string };
    readonly message?: { readonly content?: string | null };
  }[];
};

function note(heard: Heard, wire: Wire): void {
  if (wire.error) heard.errorCode = wire.error.code;
  if (wire.usage) heard.costNanos = BigInt(Math.round(wire.usage.cost * 1e9));
  for (const { delta, message } of wire.choices ?? []) {
    heard.characters += (delta?.content ?? message?.content ?? "").length;
  }
}

function eventReader(heard: Heard): { read(piece: string): void; end(): void } {
  let rest = "";
  return {
    read: (piece) => {
      const events = (rest + piece).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) {
        if (event === "data: [DONE]") heard.isWhole = true;
        else if (event.startsWith("data: ")) note(heard, JSON.parse(event.slice(6)) as Wire);
      }
    },
    end: () => {
      if (!heard.isWhole && heard.errorCode === null) heard.failure ??= "broken";
    },
  };
}

function bodyReader(heard: Heard): { read(piece: string): void; end(): void } {
  let text = "";
  return {
    read: (piece) => {
      text += piece;
    },
    end: () => {
      note(heard, JSON.parse(text) as Wire);
      heard.isWhole = heard.status === 200;
    },
  };
}
