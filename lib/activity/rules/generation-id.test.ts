import { uuidv7 } from "uuidv7";
import { describe, expect, it } from "vitest";
import { idTimeMs, lowestIdAt } from "@/lib/kernel/lowest-id";
import { formatGenerationId, parseGenerationId } from "./generation-id";

describe("generation ids", () => {
  it("come back from the wire as the same uuid", () => {
    for (let round = 0; round < 500; round += 1) {
      const id = uuidv7();
      expect(formatGenerationId(id)).toMatch(/^gen-\d{10}-[0-9A-Za-z]{22}$/);
      expect(parseGenerationId(formatGenerationId(id))).toBe(id);
    }
  });

  it("are rejected when they were never issued", () => {
    const wire = formatGenerationId("019a9f00-0000-7000-8000-000000000001");
    expect(parseGenerationId(wire.replace(/^gen-\d+/, "gen-1700000000"))).toBeNull();
    for (const text of [
      "",
      "gen-",
      "gen-1-x",
      wire.slice(0, -1),
      `${wire}0`,
      `gen-1763683200-${"z".repeat(22)}`,
    ]) {
      expect(parseGenerationId(text)).toBeNull();
    }
  });

  it("contain the time, and the lowest id of a moment is not above any of its ids", () => {
    const before = Date.now();
    const id = uuidv7();
    expect(idTimeMs(id)).toBeGreaterThanOrEqual(before);
    const moment = new Date(idTimeMs(id));
    expect(lowestIdAt(moment) <= id).toBe(true);
    expect(lowestIdAt(new Date(moment.getTime() + 1)) > id).toBe(true);
  });
});
