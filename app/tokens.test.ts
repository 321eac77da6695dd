import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seriesInk } from "@/lib/activity/rules/charts/series-ink";
import { contrast, distance, type LinearColor, readColor, visions } from "@/lib/testing/colors";

const css = readFileSync("app/globals.css", "utf8");
const themes = ["light", "dark"] as const;
type Theme = (typeof themes)[number];

const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+): light-dark\((.+), (oklch\(.+\)|#[0-9a-f]{6})\);/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

function color(name: string, theme: Theme): LinearColor {
  const token = tokens.get(name);
  if (!token) throw new Error(`globals.css has no --${name}`);
  return readColor(token[theme]);
}

const surfaces = ["surface", "surface-raised", "surface-sunken"];
const inks = ["ink", "ink-muted", "ink-faint"];
const meanings = ["accent", "positive", "danger", "warning", "held", "info"];
const series = [1, 2, 3, 4, 5, 6, 7, 8].map((slot) => `series-${slot}`);

describe.each(themes)("color tokens, %s", (theme) => {
  it("has text of 4.5:1 on every ground it stands on", () => {
    const grounds = (ink: string) => [...surfaces, ...(meanings.includes(ink) ? [`${ink}-soft`] : [])];
    const pairs = [
      ...[...inks, ...meanings].flatMap((ink) => grounds(ink).map((ground) => [ink, ground] as const)),
      ...["accent", "danger"].map((ground) => [`${ground}-ink`, ground] as const),
      ...["accent", "danger"].map((ground) => [`${ground}-ink`, `${ground}-strong`] as const),
    ];
    const low = pairs
      .map(([ink, ground]) => ({ ink, ground, ratio: contrast(color(ink, theme), color(ground, theme)) }))
      .filter(({ ratio }) => ratio < 4.5);
    expect(low).toEqual([]);
  });

  it("has lines, focus rings and series of 3:1 to their ground", () => {
    const low = ["line-strong", "focus", ...series, "series-other"]
      .map((name) => ({ name, ratio: contrast(color(name, theme), color("surface-raised", theme)) }))
      .filter(({ ratio }) => ratio < 3);
    expect(low).toEqual([]);
  });

  it("has series that differ for every kind of color vision", () => {
    const least = theme === "light" ? 0.08 : 0.1;
    const close = visions.flatMap((vision) =>
      series.flatMap((one, index) =>
        series
          .slice(index + 1)
          .map((other) => ({
            pair: `${one} ${other}`,
            vision,
            apart: distance(color(one, theme), color(other, theme), vision),
          }))
          .filter(({ apart }) => apart < (vision === "normal" ? 0.14 : least)),
      ),
    );
    expect(close).toEqual([]);
  });

  it("keeps danger red out of the series", () => {
    const near = series.filter(
      (name) => distance(color(name, theme), color("danger", theme), "normal") < 0.05,
    );
    expect(near).toEqual([]);
  });
});

it("series have the colors of the light theme on paper", () => {
  const light = Object.keys(seriesInk).map((slot) => [slot, tokens.get(`series-${slot}`)?.light]);
  expect(Object.entries(seriesInk)).toEqual(light);
});
