import { expect, test } from "vitest";
import { inTurn } from "./in-turn";

test("runs tasks of one name one after another, also after a failure, and of different names in parallel", async () => {
  const turns = inTurn();
  const events: string[] = [];
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const first = turns.run("a", async () => {
    events.push("a1 begins");
    await held;
    events.push("a1 fails");
    throw new Error("first");
  });
  const second = turns.run("a", async () => {
    events.push("a2");
    return 2;
  });
  expect(await turns.run("b", async () => "beside")).toBe("beside");
  expect(events).toEqual(["a1 begins"]);
  release();
  await expect(first).rejects.toThrow("first");
  expect(await second).toBe(2);
  expect(events).toEqual(["a1 begins", "a1 fails", "a2"]);
});
