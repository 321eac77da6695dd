import { expect, test } from "vitest";
import { placeBeside } from "./beside";

const view = { width: 1_000, height: 600 };
const panel = { width: 200, height: 100 };
const anchor = { left: 400, top: 250, width: 100, height: 40 };

test("a panel is below its anchor, at its start, middle or end", () => {
  const at = (align: "start" | "center" | "end") =>
    placeBeside(anchor, panel, view, { side: "bottom", align, gap: 6 });
  expect(at("start")).toEqual({ left: 400, top: 296 });
  expect(at("center")).toEqual({ left: 350, top: 296 });
  expect(at("end")).toEqual({ left: 300, top: 296 });
});

test("each side is beside the anchor", () => {
  const at = (side: "top" | "left" | "right") =>
    placeBeside(anchor, panel, view, { side, align: "center", gap: 6 });
  expect(at("top")).toEqual({ left: 350, top: 144 });
  expect(at("left")).toEqual({ left: 194, top: 220 });
  expect(at("right")).toEqual({ left: 506, top: 220 });
});

test("without room it goes to the other side", () => {
  const low = { ...anchor, top: 540 };
  expect(placeBeside(low, panel, view, { side: "bottom", align: "start", gap: 6 }).top).toBe(434);
  const high = { ...anchor, top: 20 };
  expect(placeBeside(high, panel, view, { side: "top", align: "start", gap: 6 }).top).toBe(66);
});

test("it stays in the window even if neither side has room", () => {
  const tall = { width: 200, height: 590 };
  expect(placeBeside(anchor, tall, view, { side: "bottom", align: "start", gap: 6 }).top).toBe(8);
  const right = { ...anchor, left: 950, width: 40 };
  expect(placeBeside(right, panel, view, { side: "bottom", align: "start", gap: 6 }).left).toBe(792);
  const left = { ...anchor, left: 0, width: 40 };
  expect(placeBeside(left, panel, view, { side: "bottom", align: "end", gap: 6 }).left).toBe(8);
});
