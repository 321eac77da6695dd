import { describe, expect, it } from "vitest";
import { seriesColors } from "./series-color";

const models = [
  "sandbox/atlas",
  "sandbox/birch",
  "sandbox/cedar",
  "sandbox/delta",
  "sandbox/ember",
  "sandbox/flint",
];

describe("series colours", () => {
  it("do not depend on the order in which things come", () => {
    expect(seriesColors(models.toReversed())).toEqual(seriesColors(models));
  });

  it("differ for up to eight things shown together; the rest are other", () => {
    const eight = [...models, "sandbox/grove", "sandbox/heron"];
    expect(new Set(seriesColors(eight).values()).size).toBe(8);
    expect(seriesColors([...eight, "sandbox/iris"]).size).toBe(9);
    expect(
      [...seriesColors([...eight, "sandbox/iris"]).values()].filter((color) => color === "other"),
    ).toHaveLength(1);
  });

  it("stay when something that collides with nobody joins", () => {
    const alone = seriesColors(["sandbox/atlas"]);
    expect(seriesColors(models).get("sandbox/atlas")).toBe(alone.get("sandbox/atlas"));
  });
});
