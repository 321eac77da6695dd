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

describe("series colors", () => {
  it("do not depend on the order of the ids", () => {
    expect(seriesColors(models.toReversed())).toEqual(seriesColors(models));
  });

  it("differ for up to eight ids shown together; the rest are other", () => {
    const eight = [...models, "sandbox/grove", "sandbox/heron"];
    expect(new Set(seriesColors(eight).values()).size).toBe(8);
    expect(seriesColors([...eight, "sandbox/iris"]).size).toBe(9);
    expect(
      [...seriesColors([...eight, "sandbox/iris"]).values()].filter((color) => color === "other"),
    ).toHaveLength(1);
  });

  it("do not change when an id without a collision is added", () => {
    const alone = seriesColors(["sandbox/atlas"]);
    expect(seriesColors(models).get("sandbox/atlas")).toBe(alone.get("sandbox/atlas"));
  });

  it("follow the stored ranks, whatever is shown beside them", () => {
    const ranks = new Map(models.map((model, index) => [model, index]));
    expect(models.map((model) => seriesColors(models, ranks).get(model))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seriesColors(["sandbox/flint"], ranks).get("sandbox/flint")).toBe(6);
  });

  it("give way to the earlier rank where two have the same color", () => {
    const ranks = new Map([
      ["early", 0],
      ["late", 8],
      ["second", 1],
    ]);
    const colors = seriesColors(["late", "second", "early"], ranks);
    expect([colors.get("early"), colors.get("second"), colors.get("late")]).toEqual([1, 2, 3]);
  });
});
