import { execFileSync } from "node:child_process";
import path from "node:path";
import { root } from "./support/launch";
import { dataFolder } from "./support/product";
import { expect, test } from "./support/test";

test("doctor finds nothing wrong with a running product, and exits with 0", () => {
  const { PATH, HOME } = process.env;
  // Throws when the command exits with another code.
  const output = execFileSync(
    process.execPath,
    [path.join(root, "lib/server/bootstrap.mjs"), "counterfoil", "doctor"],
    {
      cwd: root,
      env: { PATH, HOME, DATA_DIR: dataFolder(), NODE_ENV: "production" },
      encoding: "utf8",
      timeout: 60_000,
    },
  );
  const levels = new Map(
    [...output.matchAll(/^(ok|warn|FAIL) +(\w+) /gm)].map(([, level, name]) => [name, level]),
  );
  expect([...levels.keys()].join(" ")).toBe(
    "database migrations connections role clock mail stripe webhook prices partitions passwords secrets backup disk proxy address",
  );
  expect([...levels.values()], output).not.toContain("FAIL");
  // A warning alone leaves the exit code 0: no backup of this product was made.
  expect(levels.get("backup"), output).toBe("warn");
});
