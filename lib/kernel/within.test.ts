import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { late, within } from "./within";

const never = new Promise<never>(() => undefined);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("within", () => {
  it("resolves with the value of work that finishes in time, and leaves no timer", async () => {
    expect(await within(Promise.resolve(7), 1_000)).toBe(7);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("rejects when the work rejects, and leaves no timer", async () => {
    await expect(within(Promise.reject(new Error("broken")), 1_000)).rejects.toThrow("broken");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("resolves with late when the time is up, not before", async () => {
    let result: unknown = "waiting";
    void within(never, 1_000).then((value) => (result = value));
    await vi.advanceTimersByTimeAsync(999);
    expect(result).toBe("waiting");
    await vi.advanceTimersByTimeAsync(1);
    expect(result).toBe(late);
  });

  it("ignores a later result of the work", async () => {
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_, reject) => (fail = reject));
    const result = within(work, 10);
    await vi.advanceTimersByTimeAsync(10);
    fail(new Error("too late"));
    expect(await result).toBe(late);
  });

  it("stops waiting when its signal aborts, and keeps no listener on it", async () => {
    const leaving = new AbortController();
    const listeners = vi.spyOn(leaving.signal, "removeEventListener");
    const result = within(never, 1_000, leaving.signal);
    leaving.abort();
    expect(await result).toBe(late);
    expect(vi.getTimerCount()).toBe(0);
    expect(listeners).toHaveBeenCalledOnce();
    expect(await within(Promise.resolve(1), 1_000, leaving.signal)).toBe(late);
  });
});
