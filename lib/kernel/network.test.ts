import { expect, it } from "vitest";
import { networkLabel, networkOf } from "./network";

it("keeps the network of an address and never the address", () => {
  expect(networkOf("203.0.113.77")).toBe("203.0.113.0/24");
  expect(networkOf("::ffff:203.0.113.77")).toBe("203.0.113.0/24");
  expect(networkOf("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1::/48");
  expect(networkOf("2001:db8::1")).toBe("2001:db8:0::/48");
  expect(networkOf("::1")).toBe("0:0:0::/48");
});

it("rejects text that is not an address", () => {
  for (const text of ["", "unknown", "1.2.3", "1.2.3.999", "1::2::3", "1:2:3", "g::1", "<script>"]) {
    expect(networkOf(text)).toBeNull();
  }
});

it("names this machine's own network and an unknown one in words", () => {
  expect(networkLabel(networkOf("::1"))).toBe("Local network");
  expect(networkLabel(networkOf("127.0.0.1"))).toBe("Local network");
  expect(networkLabel(null)).toBe("Unknown");
  expect(networkLabel("203.0.113.0/24")).toBe("203.0.113.0/24");
});
