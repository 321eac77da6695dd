import { expect, test } from "vitest";
import { parseErasedAccounts } from "./erased-accounts";

const [first, second] = ["01a2228f-9ef2-72c2-9160-9f478a997f1f", "01a2228f-9f2a-71ee-8d65-8bf41accb48c"];

test("reads accounts from ids and log lines, and counts all other lines", () => {
  const log = [
    `{"level":"info","event":"account_erased","userId":"${second}","msg":"account erased"}`,
    `{"level":"info","event":"account_erased","userId":"nobody"}`,
    `{"level":"warn","event":"settle_retry","userId":"${second}"}`,
    "account_erased, or not",
  ];
  expect(parseErasedAccounts([first, "", `${first}\r`, ...log].join("\n"))).toEqual({
    userIds: [first, second],
    otherLines: 3,
  });
  expect(parseErasedAccounts("")).toEqual({ userIds: [], otherLines: 0 });
});
