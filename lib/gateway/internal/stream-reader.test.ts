import { expect, test } from "vitest";
import { estimateContentTokens } from "@/lib/gateway/rules/estimate-tokens";
import { noPreferences } from "@/lib/gateway/rules/provider-preferences";
import type { EndReason } from "@/lib/gateway/rules/api-error";
import { chunkWriter } from "@/lib/gateway/rules/wire-chunk";
import { defaultPrivacySettings } from "@/lib/kernel/privacy-settings";
import { noGuardrails } from "@/lib/keys/rules/guardrails";
import { Redacted } from "@/lib/kernel/redacted";
import { StreamReader } from "./stream-reader";

const content = { messages: [{ role: "user", content: "Hello" }] };
const input = new Redacted({
  kind: "chat" as const,
  models: ["a/b"],
  isStream: true,
  tokensMax: null,
  tokensMaxField: "max_tokens" as const,
  tags: {},
  preferences: noPreferences,
  media: new Map(),
  used: {},
  content,
  estimate: estimateContentTokens(content),
});
const context = {
  keyId: "",
  keyHash: "",
  workspaceId: "",
  kind: "inference" as const,
  creatorUserId: null,
  creatorRole: null,
  meterIds: [],
  keyVersion: 0n,
  privacyVersion: 0n,
  privacy: defaultPrivacySettings,
  guardrails: noGuardrails,
  hasPurchased: false,
  expiresAt: null,
};

const writer = chunkWriter("chat", { id: "gen-1", created: 0, model: "a/b", provider: "one" });
const event = (chunk: object) => `data: ${JSON.stringify(chunk)}\n\n`;
const text = (words: string) => event({ choices: [{ index: 0, delta: { content: words } }] });
const finish = (reason: string) => event({ choices: [{ index: 0, delta: {}, finish_reason: reason }] });
const usage = (prompt: number, completion: number) =>
  event({ choices: [], usage: { prompt_tokens: prompt, completion_tokens: completion } });
const done = "data: [DONE]\n\n";
const garbage = "data: {not json\n\n";
const failure = event({ error: { message: "x" } });

/** The outcome of a stream that arrives in one piece, and what its caller gets. */
async function read(events: readonly string[], ending: { isBroken?: boolean; endReason?: EndReason } = {}) {
  const { isBroken = false, endReason = null } = ending;
  const reader = new StreamReader(
    { input, context, sent: null, startedMs: 0, endReason, firstTokenMs: null },
    writer,
  );
  const shown = (await reader.read(Buffer.from(events.join("")))) + (await reader.finish());
  return { ...reader.outcome(isBroken), shown };
}

const ours = { isBroken: true, endReason: "deadline" } as const;
const cancelled = { isBroken: true, endReason: "caller_left" } as const;
const broken = { isBroken: true };
const report = (promptTokens: number, completionTokens: number) => ({ promptTokens, completionTokens });

test.each<[string, readonly string[], Parameters<typeof read>[1], object]>([
  [
    "a complete response has its report",
    [text("Hi"), finish("stop"), usage(5, 7), done],
    {},
    { end: "ended", endedBy: "provider", finishReason: "stop", reported: report(5, 7) },
  ],
  [
    "an early report counts when the response is complete",
    [usage(5, 7), text("Hi"), finish("stop"), done],
    {},
    { end: "ended", reported: report(5, 7) },
  ],
  [
    "an early report below our own count of what followed does not count",
    [usage(5, 0), text("The heron waits in the reeds."), finish("stop"), done],
    {},
    { end: "ended", endedBy: "provider", finishReason: "stop", reported: null },
  ],
  [
    "an early report does not count when only the finish reason ended the response",
    [usage(5, 0), text("Hi"), finish("stop")],
    {},
    { end: "ended", endedBy: "provider", reported: null },
  ],
  [
    "a report of zero counts when it came last: it is the provider's word on the whole response",
    [text("Hi"), finish("stop"), usage(0, 0), done],
    {},
    { end: "ended", reported: report(0, 0) },
  ],
  [
    "the last of several reports counts",
    [usage(5, 0), text("Hi"), usage(5, 1), text(" there"), finish("stop"), usage(5, 2), done],
    {},
    { end: "ended", reported: report(5, 2) },
  ],
  [
    "a report that came last counts although the connection broke after it, and the caller is told",
    [text("Hi"), usage(5, 7)],
    broken,
    { end: "cut", endedBy: "provider", reported: report(5, 7) },
  ],
  [
    "a response with a finish reason and a report is complete although the connection broke after it",
    [text("Hi"), finish("stop"), usage(5, 7)],
    broken,
    { end: "ended", endedBy: "provider", reported: report(5, 7) },
  ],
  [
    "a report that content followed is out of date when the connection broke",
    [usage(5, 0), text("Hi")],
    broken,
    { end: "cut", endedBy: "provider", reported: null },
  ],
  [
    "a report that content followed is out of date when we ended the response, and our count is billed",
    [usage(5, 0), text("Hi")],
    ours,
    { end: "cut", endedBy: "us", reported: null },
  ],
  [
    "a response that we ended is ended by us although the prompt was reported",
    [usage(5, 0)],
    ours,
    { end: "cut", endedBy: "us", reported: report(5, 0) },
  ],
  [
    "canceling at the provider because the caller left ends the response as canceled",
    [text("Hi")],
    cancelled,
    { end: "cancelled", endedBy: "us" },
  ],
  [
    "a response that was complete before we ended it was ended by the provider",
    [text("Hi"), finish("stop"), usage(5, 7), done],
    ours,
    { end: "ended", endedBy: "provider" },
  ],
  [
    "an error is the provider's even when we were about to end the response",
    [text("Hi"), usage(5, 7), failure],
    ours,
    { end: "failed", endedBy: "provider", finishReason: "error" },
  ],
  [
    "a response that finished with an error was ended by the provider",
    [text("Hi"), finish("error")],
    ours,
    { endedBy: "provider", finishReason: "error" },
  ],
])("%s", async (_, events, ending, outcome) => {
  expect(await read(events, ending)).toMatchObject(outcome);
});

test("after an unreadable line the caller gets nothing more, and we read on for the report", async () => {
  const { shown, reported } = await read([text("before"), garbage, text("after"), usage(5, 7), done]);
  expect(shown).toContain("before");
  expect(shown).not.toContain("after");
  expect(reported).toMatchObject(report(5, 7));
});

test("text is counted however the response ended and however it was split", async () => {
  const whole = await read([text("The heron waits in the reeds.")], broken);
  const parts = await read([text("The heron wai"), text("ts in the "), text("reeds.")], broken);
  expect(whole.countedCompletionTokens).toBeGreaterThan(3);
  expect(parts.countedCompletionTokens).toBe(whole.countedCompletionTokens);
});
