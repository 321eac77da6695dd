import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { testEnvironment } from "@/lib/testing/environment";
import { closeSlots, reopenSlots, reserveSlot, type Slot } from "./reserve-slot";

const [perKeyMax, perWorkspaceMax, perProcessMax] = [3, 5, 8];
const megabyte = 1024 * 1024;
const taken: Slot[] = [];

beforeAll(() => {
  Object.assign(process.env, testEnvironment, {
    DATABASE_URL: "postgresql://localhost/none",
    COMPLETIONS_PER_KEY_MAX: `${perKeyMax}`,
    COMPLETIONS_PER_WORKSPACE_MAX: `${perWorkspaceMax}`,
    COMPLETIONS_MAX: `${perProcessMax}`,
  });
});
afterEach(() => {
  for (const slot of taken.splice(0)) slot.free();
  reopenSlots();
});

const owner = (workspaceId: string = randomUUID()) => ({ keyId: randomUUID(), workspaceId });

function reserve(by: { keyId: string; workspaceId: string }, bytes = 100, makeRoom?: () => boolean) {
  const reserved = reserveSlot(by, bytes, makeRoom);
  if (reserved.ok) taken.push(reserved.slot);
  return reserved;
}

/** Takes a slot that must be available. */
function take(by: { keyId: string; workspaceId: string }, bytes = 100): Slot {
  const reserved = reserve(by, bytes);
  if (!reserved.ok) throw new Error(`rejected with ${reserved.apiError.status}`);
  return reserved.slot;
}

function apiError(by: { keyId: string; workspaceId: string }, bytes = 100) {
  const reserved = reserve(by, bytes);
  if (reserved.ok) throw new Error("not rejected");
  return reserved.apiError;
}

describe("concurrent completions", () => {
  test("are limited per key, with 429 and the time to wait, until one ends", () => {
    const caller = owner();
    const slots = Array.from({ length: perKeyMax }, () => take(caller));
    const rejection = apiError(caller);
    expect(rejection).toMatchObject({
      status: 429,
      metadata: { limit_source: "openrouter_key_concurrency" },
      headers: { "Retry-After": expect.stringMatching(/^[1-9]\d*$/) },
    });
    slots[0]?.free();
    take(caller);
    expect(apiError(caller).status).toBe(429);
  });

  test("are limited per workspace, whichever of its keys is used", () => {
    const workspaceId = randomUUID();
    for (let index = 0; index < perWorkspaceMax; index += 1) take(owner(workspaceId));
    expect(apiError(owner(workspaceId))).toMatchObject({
      status: 429,
      metadata: { limit_source: "openrouter_workspace_concurrency" },
    });
    take(owner());
  });

  test("are limited per process, with 503, and one that ends makes room for any caller", () => {
    const slots = Array.from({ length: perProcessMax }, () => take(owner()));
    expect(apiError(owner())).toMatchObject({ status: 503, headers: { "Retry-After": expect.any(String) } });
    slots[3]?.free();
    take(owner());
  });

  test("a full process asks for room once, and only for an owner who may have another slot", () => {
    const slots = Array.from({ length: perProcessMax - perKeyMax }, () => take(owner()));
    const caller = owner();
    for (let taken = 0; taken < perKeyMax; taken += 1) take(caller);
    let asked = 0;
    const makeRoom = (isFound: boolean) => () => {
      asked += 1;
      if (isFound) slots.pop()?.free();
      return isFound;
    };
    expect(reserve(owner(), 100, makeRoom(false))).toMatchObject({ ok: false, apiError: { status: 503 } });
    expect(reserve(caller, 100, makeRoom(true))).toMatchObject({ ok: false, apiError: { status: 503 } });
    expect(asked).toBe(1);
    expect(reserve(owner(), 100, makeRoom(true)).ok).toBe(true);
    expect(asked).toBe(2);
    closeSlots();
    expect(reserve(owner(), 100, makeRoom(true))).toMatchObject({ ok: false, apiError: { status: 503 } });
    expect(asked).toBe(2);
  });

  test("freeing a slot twice frees one slot", () => {
    const caller = owner();
    const [first] = Array.from({ length: perKeyMax }, () => take(caller));
    first?.free();
    first?.free();
    take(caller);
    expect(apiError(caller).status).toBe(429);
  });

  test("a rejected request takes no slot", () => {
    const caller = owner();
    const slots = Array.from({ length: perKeyMax }, () => take(caller));
    for (let tried = 0; tried < 20; tried += 1) apiError(caller);
    for (const slot of slots) slot.free();
    for (let index = 0; index < perKeyMax; index += 1) take(caller);
  });
});

describe("concurrent bytes", () => {
  /** A slot for a body that has arrived completely. */
  function takeWhole(by: { keyId: string; workspaceId: string }, bytes: number): Slot {
    const slot = take(by, bytes);
    const rejection = slot.grow(bytes);
    if (rejection) throw new Error(`rejected with ${rejection.status}`);
    return slot;
  }

  test("are limited per workspace, so that one caller's largest bodies leave room for others", () => {
    const workspaceId = randomUUID();
    for (let index = 0; index < 4; index += 1) takeWhole(owner(workspaceId), 10 * megabyte);
    expect(apiError(owner(workspaceId), 1).status).toBe(429);
    takeWhole(owner(), 10 * megabyte);
  });

  test("reserve only the beginning of an announced length, however large", () => {
    const workspaceId = randomUUID();
    const slots = Array.from({ length: perWorkspaceMax - 1 }, () => take(owner(workspaceId), 10 ** 12));
    const room = 40 * megabyte - slots.length * 64 * 1024;
    const last = take(owner(workspaceId), 0);
    expect(last.grow(room)).toBeNull();
    expect(slots[0]?.grow(64 * 1024)).toBeNull();
    expect(slots[0]?.grow(64 * 1024 + 1)).toMatchObject({ status: 429 });
  });

  test.each([0, 20 * megabyte])(
    "count as they arrive, and are rejected when there is no room for more; %s announced",
    (announced) => {
      const workspaceId = randomUUID();
      const first = take(owner(workspaceId), announced);
      takeWhole(owner(workspaceId), 20 * megabyte);
      expect(first.grow(20 * megabyte)).toBeNull();
      expect(apiError(owner(workspaceId), 1).status).toBe(429);
      expect(first.grow(20 * megabyte + 1)).toMatchObject({ status: 429 });
      // The rejected body is thrown away, so another request can use its room.
      takeWhole(owner(workspaceId), 19 * megabyte);
    },
  );

  test("are released as they were last counted, and take no room after that", () => {
    const workspaceId = randomUUID();
    const slot = take(owner(workspaceId), 10 * megabyte);
    slot.grow(megabyte);
    slot.free();
    expect(slot.grow(10 * megabyte)).toBeNull();
    for (let index = 0; index < 4; index += 1) takeWhole(owner(workspaceId), 10 * megabyte);
    expect(apiError(owner(workspaceId), 1).status).toBe(429);
  });

  test("of large bodies leave room in the process for small bodies", () => {
    for (let index = 0; index < 5; index += 1) take(owner(), 0).grow(38 * megabyte);
    const large = take(owner(), 10 * megabyte);
    expect(large.grow(10 * megabyte)).toMatchObject({
      status: 503,
      headers: { "Retry-After": expect.any(String) },
    });
    expect(takeWhole(owner(), 64 * 1024).grow(64 * 1024)).toBeNull();
  });
});

test("a stopping process accepts nothing new, with 503 and the time to wait", () => {
  closeSlots();
  expect(apiError(owner())).toMatchObject({ status: 503, headers: { "Retry-After": expect.any(String) } });
});
