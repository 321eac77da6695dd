import { expect, test } from "vitest";
import config from "@/next.config";

// Unit tests run outside of `next dev`, so this is the configuration of production.
test("what development allows is not in production", () => {
  expect(config.pageExtensions).toEqual(["tsx", "ts"]);
  expect(config.experimental?.serverActions).not.toHaveProperty("allowedOrigins");
});
