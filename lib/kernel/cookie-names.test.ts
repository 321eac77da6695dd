import { expect, test } from "vitest";
import { cookieName } from "./cookie-names";

test("a cookie is bound to its host under https, and to its port otherwise", () => {
  expect(cookieName("session", "https://console.example")).toBe("__Host-counterfoil-session");
  expect(cookieName("session", "https://console.example:8443")).toBe("__Host-counterfoil-session");
  expect(cookieName("device", "http://localhost:3000")).toBe("counterfoil-device");
  expect(cookieName("device", "http://localhost:4810")).toBe("counterfoil-device-4810");
  expect(cookieName("csrf", "http://console.internal")).toBe("counterfoil-csrf");
});
