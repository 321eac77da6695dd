import { expect, test } from "vitest";
import { Warning } from "./finding";
import { judgeAddress, judgeClock, judgePrices, judgeProxy } from "./judge";

test("a clock may differ from the database's by five seconds", () => {
  expect(judgeClock(0)).toBe("within 0 ms of the database");
  expect(judgeClock(4_999.5)).toBe("within 5000 ms of the database");
  expect(() => judgeClock(7_200)).toThrow("7 s apart; use NTP on both");
});

test("prices that did not change for more than 90 days are a warning", () => {
  const text = "12 models at 3 providers; the newest price is 90 days old";
  expect(judgePrices({ text, days: 90 })).toBe(text);
  const warning = judgePrices({ text, days: 91 });
  expect(warning).toBeInstanceOf(Warning);
  expect(warning).toMatchObject({
    sentence: expect.stringMatching(/compare CATALOG_FILE with your providers' price lists, and restart$/),
  });
});

test("an https address needs a trusted proxy", () => {
  expect(judgeProxy({ appUrl: "http://localhost:3000", trustedProxies: [] })).toBe("no proxy expected");
  expect(
    judgeProxy({ appUrl: "https://console.example.test", trustedProxies: ["10.0.0.1", "10.0.0.2"] }),
  ).toBe("trusted: 10.0.0.1, 10.0.0.2");
  expect(() => judgeProxy({ appUrl: "https://console.example.test", trustedProxies: [] })).toThrow(
    "TRUSTED_PROXIES is not set",
  );
});

test("an address that others reach must be https in production", () => {
  const judge = (appUrl: string, isProduction = true, isSandboxForced = false) =>
    judgeAddress({ appUrl, isProduction, isSandboxForced });
  for (const appUrl of [
    "http://console.example.test",
    "http://localhost.example.test",
    "http://127.0.0.1.nip.io:80",
  ])
    expect(() => judge(appUrl)).toThrow(`${appUrl} is not https: cookies and keys travel in the clear`);
  expect(judge("http://console.example.test", false)).toBe("http://console.example.test");
  for (const appUrl of [
    "http://localhost:3000",
    "http://127.0.0.1",
    "http://[::1]:3000",
    "https://console.example.test",
  ])
    expect(judge(appUrl)).toBe(appUrl);
  expect(judge("https://console.example.test", true, true)).toContain("SANDBOX=on: nothing here is real");
});
