import { describe, expect, it } from "vitest";
import { partitionsBetween, parsePartition, retentionCutoff } from "./partitions";

describe("partitions of request rows", () => {
  it("are UTC weeks from Monday, one for each class, without gap or overlap", () => {
    const partitions = partitionsBetween(
      new Date("2026-11-22T23:59:59.999Z"),
      new Date("2026-11-30T00:00:00Z"),
    );
    expect(partitions.map(({ name }) => name)).toEqual([
      "generations_d30_20261116",
      "generations_d90_20261116",
      "generations_d30_20261123",
      "generations_d90_20261123",
      "generations_d30_20261130",
      "generations_d90_20261130",
    ]);
    expect(partitions[0]?.to).toBe(partitions[2]?.from);
  });

  it("are recognized by their name, and other names are not", () => {
    const [partition] = partitionsBetween(new Date("2026-11-21"), new Date("2026-11-21"));
    expect(parsePartition("generations_d30_20261116")).toEqual(partition);
    for (const name of [
      "generations_d30_20261117",
      "generations_d60_20261116",
      "generations",
      "generations_d30_20261116; x",
    ]) {
      expect(parsePartition(name)).toBeNull();
    }
  });

  it("reject an unbounded span", () => {
    expect(() => partitionsBetween(new Date("1990-01-01"), new Date("2026-01-01"))).toThrow(RangeError);
  });

  it("expire after 30 or 90 days", () => {
    const now = new Date("2026-11-21T12:00:00Z");
    expect(retentionCutoff("d30", now)).toEqual(new Date("2026-10-22T12:00:00Z"));
    expect(retentionCutoff("d90", now)).toEqual(new Date("2026-08-23T12:00:00Z"));
  });
});
