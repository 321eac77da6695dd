import { expect, test } from "vitest";
import { defaultFormats } from "@/lib/kernel/format";
import { rotatedText } from "./rotated-text";

const done = {
  key: { name: "Production", state: "active" },
  oldEndsAt: null,
  endedLabel: null,
  formats: defaultFormats,
  timeZone: "Europe/Berlin",
} as const;

test("the end of the old secret is in the workspace's zone", () => {
  expect(rotatedText({ ...done, oldEndsAt: new Date("2026-12-01T15:00:00Z") })).toBe(
    "New secret for “Production”. The old one works until Dec 1, 4:00 PM Europe/Berlin.",
  );
});

test("every secret that ended is named, and a disabled key stays disabled", () => {
  const key = { ...done.key, state: "disabled" } as const;
  expect(rotatedText({ ...done, key, endedLabel: "sk-or-v1-old...789" })).toBe(
    "New secret for “Production”. The old one has ended. An earlier secret, sk-or-v1-old...789, was also ended. The key is still disabled.",
  );
});
