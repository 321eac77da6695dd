import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Running } from "@/lib/sandbox/http/serve";
import { startProvider } from "@/lib/sandbox/start-provider";
import { createJournal, endCompletion, type JournalCompletion } from "./journal";

let provider: Running;
beforeAll(async () => {
  provider = await startProvider({ port: 0 });
});
afterAll(() => provider.stop());
beforeEach(async () => {
  await fetch(`${provider.url}/_sandbox/requests`, { method: "DELETE" });
});

async function completions(): Promise<JournalCompletion[]> {
  const response = await fetch(`${provider.url}/_sandbox/requests`);
  return ((await response.json()) as { completions: JournalCompletion[] }).completions;
}

function send(directives: string, rest: object = {}, signal?: AbortSignal): Promise<Response> {
  const content = `A word like xylophone ${directives}`;
  return fetch(`${provider.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer sandbox-provider-key", "content-type": "application/json" },
    body: JSON.stringify({ model: "plain", messages: [{ role: "user", content }], ...rest }),
    ...(signal && { signal }),
  });
}

const stream = { stream: true, stream_options: { include_usage: true } };
const eventsOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("data: "))
    .map((line) => line.slice(6));

describe("the journal of marked completions", () => {
  it("lists completions with their billed tokens and no content", async () => {
    await send("[[sandbox:mark=41]][[sandbox:tokens=100,20]]").then((response) => response.text());
    await send("[[sandbox:mark=42]][[sandbox:tokens=100,20]][[sandbox:no-usage]]", stream).then((response) =>
      response.text(),
    );
    await send("without a mark").then((response) => response.text());
    const [plain, streamed, none] = await completions();
    expect(plain).toMatchObject({
      mark: "41",
      model: "plain",
      streamed: false,
      promptTokens: 100,
      completionTokens: 20,
      state: "produced",
    });
    expect(streamed).toMatchObject({ mark: "42", streamed: true, state: "produced" });
    expect(streamed?.completionTokens).toBeGreaterThan(10);
    expect(none).toBeUndefined();
    expect(JSON.stringify([plain, streamed])).not.toContain("xylophone");
  });

  it("bills a plain completion whose client has disconnected", async () => {
    const left = send("[[sandbox:mark=43]][[sandbox:delay=150]]", {}, AbortSignal.timeout(50));
    await expect(left).rejects.toThrow();
    expect(await completions()).toMatchObject([{ mark: "43", state: "running", promptTokens: 0 }]);
    await expect.poll(completions).toMatchObject([{ mark: "43", state: "produced" }]);
    expect((await completions())[0]?.completionTokens).toBeGreaterThan(0);
  });

  it("bills a stream for its prompt when its client disconnects before the first chunk", async () => {
    const left = send("[[sandbox:mark=44]][[sandbox:delay=5000]]", stream, AbortSignal.timeout(50));
    await expect(left).rejects.toThrow();
    await expect.poll(completions).toMatchObject([{ state: "aborted", completionTokens: 0 }]);
    expect((await completions())[0]?.promptTokens).toBeGreaterThan(0);
  });

  it("bills a stream up to its client's disconnect", async () => {
    const slow =
      "[[sandbox:mark=45]][[sandbox:chunks=9]][[sandbox:tokens=10,1000]][[sandbox:chunk-delay=50]]";
    const response = await send(slow, stream);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await expect.poll(completions).toMatchObject([{ state: "aborted", promptTokens: 10 }]);
    const produced = (await completions())[0]?.completionTokens ?? 0;
    expect(produced).toBeGreaterThan(0);
    expect(produced).toBeLessThan(1_000);
  });

  it("does not bill failures", async () => {
    await send("[[sandbox:mark=46]][[sandbox:status=500]]");
    await send("[[sandbox:mark=47]][[sandbox:error-mid-stream]]", stream).then((response) => response.text());
    await send("[[sandbox:mark=48]][[sandbox:error-first]]").then((response) => response.text());
    const failed = { state: "failed", promptTokens: 0, completionTokens: 0 };
    expect(await completions()).toMatchObject([failed, failed, failed]);
  });

  it("keeps the last ten thousand", () => {
    const journal = createJournal();
    for (let mark = 0; mark < 10_005; mark += 1)
      journal.begin({ mark: String(mark), model: "plain", streamed: false });
    const kept = journal.toJson().completions;
    expect(kept).toHaveLength(10_000);
    expect(kept[0]?.mark).toBe("5");
    expect(journal.arrivalsOf("4")).toBe(0);
    expect(journal.arrivalsOf("5")).toBe(1);
  });

  it("closes an entry once", () => {
    const entry = createJournal().begin({ mark: "1", model: "plain", streamed: true });
    endCompletion(entry, "produced", { promptTokens: 5, completionTokens: 6 });
    endCompletion(entry, "aborted", { promptTokens: 5, completionTokens: 0 });
    expect(entry).toMatchObject({ state: "produced", completionTokens: 6 });
  });
});

describe("directives for the lines of a stream", () => {
  it("send comments before the first content", async () => {
    const text = await (await send("[[sandbox:keep-alive=3]]", stream)).text();
    expect(text.startsWith(": keep-alive\n\n".repeat(3))).toBe(true);
    expect(text).toContain("data: [DONE]");
  });

  it("send an error as the first event, after any requested comments", async () => {
    const text = await (await send("[[sandbox:keep-alive=1]][[sandbox:error-first]]", stream)).text();
    expect(text.replace(": keep-alive\n\n", "")).toMatch(/^data: \{"error"/);
    expect(eventsOf(text)).toHaveLength(1);
  });

  it("send one unreadable line in the middle and continue to the end", async () => {
    const events = eventsOf(await (await send("[[sandbox:bad-line]]", stream)).text());
    const unreadable = events.filter((event) => event !== "[DONE]" && !isJson(event));
    expect(unreadable).toHaveLength(1);
    expect(events.indexOf(unreadable[0] ?? "")).toBe(2);
    expect(events.at(-1)).toBe("[DONE]");
    expect(events.at(-2)).toContain('"usage"');
  });

  it("send one long line after the second chunk", async () => {
    const events = eventsOf(await (await send("[[sandbox:long-line=100000]]", stream)).text());
    expect(events[2]).toHaveLength(100_000 - "data: ".length);
    expect(events.every((event) => event === "[DONE]" || isJson(event))).toBe(true);
  });

  it("send chunks of about the requested size", async () => {
    const asked = "[[sandbox:chunks=4]][[sandbox:big-chunks=5000]]";
    const events = eventsOf(await (await send(asked, stream)).text());
    const sizes = events.map((event) => event.length).filter((size) => size > 1_000);
    expect(sizes).toHaveLength(4);
    for (const size of sizes) expect(Math.abs(size - 5_000)).toBeLessThan(500);
  });

  it("apply to the requested number of requests with a mark", async () => {
    const asked = "[[sandbox:mark=7]][[sandbox:times=1]][[sandbox:status=503]]";
    expect((await send(asked)).status).toBe(503);
    expect((await send(asked)).status).toBe(200);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
