import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ResponseFeed } from "./response-feed";

const charactersMax = 10;
const stalledMs = 1_000;

function newFeed() {
  const onDisconnect = vi.fn();
  const feed = new ResponseFeed({ charactersMax, stalledMs, onDisconnect, stallNotice: () => "too slow" });
  return { feed, onDisconnect, reader: feed.stream.getReader() };
}

/** The state of the promise after everything that can run now has run. */
async function stateOf(promise: Promise<unknown> | void): Promise<"waiting" | "done"> {
  if (!promise) return "done";
  let state: "waiting" | "done" = "waiting";
  void promise.then(() => (state = "done"));
  await vi.advanceTimersByTimeAsync(0);
  return state;
}

const textOf = (value: Uint8Array | undefined) => new TextDecoder().decode(value);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a reader who reads", () => {
  test("gets everything in order, and all that is queued in one piece", async () => {
    const { feed, onDisconnect, reader } = newFeed();
    void feed.push("a");
    void feed.push("é");
    expect(textOf((await reader.read()).value)).toBe("aé");
    const later = reader.read();
    void feed.push("b");
    expect(textOf((await later).value)).toBe("b");
    void feed.push("c");
    feed.end();
    expect(textOf((await reader.read()).value)).toBe("c");
    expect((await reader.read()).done).toBe(true);
    expect(onDisconnect).not.toHaveBeenCalled();
  });

  test("is told of the end while it waits", async () => {
    const { feed, reader } = newFeed();
    const waiting = reader.read();
    feed.end();
    expect((await waiting).done).toBe(true);
  });
});

describe("a full queue", () => {
  test("makes the completion wait until the reader has taken something", async () => {
    const { feed, onDisconnect, reader } = newFeed();
    expect(await stateOf(feed.push("x".repeat(charactersMax)))).toBe("done");
    const pushed = feed.push("y");
    expect(await stateOf(pushed)).toBe("waiting");
    await reader.read();
    expect(await stateOf(pushed)).toBe("done");
    await vi.advanceTimersByTimeAsync(stalledMs * 2);
    expect(onDisconnect).not.toHaveBeenCalled();
  });

  test("detaches a reader who takes nothing for too long, and stops waiting for it", async () => {
    const { feed, onDisconnect, reader } = newFeed();
    const pushed = feed.push("x".repeat(charactersMax + 1));
    await vi.advanceTimersByTimeAsync(stalledMs - 1);
    expect(await stateOf(pushed)).toBe("waiting");
    expect(onDisconnect).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await stateOf(pushed)).toBe("done");
    expect(onDisconnect).toHaveBeenCalledTimes(1);
    expect(await stateOf(feed.push("z".repeat(charactersMax * 2)))).toBe("done");
    feed.end();
    // What was queued can still be read, followed by the reason for the cut.
    expect(textOf((await reader.read()).value)).toBe(`${"x".repeat(charactersMax + 1)}too slow`);
    expect((await reader.read()).done).toBe(true);
    expect(onDisconnect).toHaveBeenCalledTimes(1);
  });

  test("does not make a completion wait that is to end", async () => {
    const { feed, onDisconnect } = newFeed();
    const pushed = feed.push("x".repeat(charactersMax + 1));
    feed.stopWaiting();
    expect(await stateOf(pushed)).toBe("done");
    expect(await stateOf(feed.push("y".repeat(charactersMax)))).toBe("done");
    await vi.advanceTimersByTimeAsync(stalledMs * 2);
    expect(onDisconnect).not.toHaveBeenCalled();
  });
});

describe("a reader who leaves", () => {
  test("is reported once, releases a waiting completion, and later pushes are dropped", async () => {
    const { feed, onDisconnect, reader } = newFeed();
    const pushed = feed.push("x".repeat(charactersMax + 1));
    await reader.cancel();
    expect(await stateOf(pushed)).toBe("done");
    expect(onDisconnect).toHaveBeenCalledTimes(1);
    expect(await stateOf(feed.push("y".repeat(charactersMax + 1)))).toBe("done");
    feed.end();
    await vi.advanceTimersByTimeAsync(stalledMs * 2);
    expect(onDisconnect).toHaveBeenCalledTimes(1);
  });

  test("after the end is not reported as gone: everything was delivered", async () => {
    const { feed, onDisconnect, reader } = newFeed();
    void feed.push("a");
    feed.end();
    await reader.read();
    await reader.cancel();
    expect(onDisconnect).not.toHaveBeenCalled();
  });
});
