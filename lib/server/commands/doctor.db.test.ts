import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { closeDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";

const folder = mkdtempSync(path.join(tmpdir(), "counterfoil-doctor-"));
await testDatabase();
afterAll(async () => {
  await closeDb();
  rmSync(folder, { recursive: true, force: true });
});

/** Every finding of `doctor`, in order. e2e/commands.spec.ts expects the same of a running product. */
const names =
  "database migrations connections role clock mail stripe webhook prices categories partitions policies passwords secrets backup disk proxy address";

async function doctor(settings: Readonly<Record<string, string>>) {
  const env = {
    PATH: process.env.PATH ?? "",
    NODE_ENV: "production" as const,
    DATA_DIR: folder,
    PORT: "3998",
    DATABASE_URL: process.env.DATABASE_URL ?? "",
    ...settings,
  };
  const args = [
    "--import",
    "tsx",
    "--conditions=react-server",
    "lib/server/commands/counterfoil.ts",
    "doctor",
  ];
  const { code, output } = await promisify(execFile)(process.execPath, args, { env, timeout: 50_000 }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: { code?: number; stdout?: string; stderr?: string }) => ({
      code: error.code,
      output: `${error.stdout}${error.stderr}`,
    }),
  );
  const findings = [...output.matchAll(/^(ok|warn|FAIL) +(\w+) +(.*)$/gm)].map(([, level, name, detail]) => ({
    level,
    name,
    detail,
  }));
  return { code, output, findings, of: (name: string) => findings.find((found) => found.name === name) };
}

test("doctor prints every finding, says how to fix what fails, and exits with 1", async () => {
  const secret = randomBytes(36).toString("base64");
  const { code, findings, of, output } = await doctor({
    SANDBOX: "on",
    APP_URL: "https://console.example.test",
    AUTH_SECRET: secret,
    ENCRYPTION_KEY: secret,
    LEAKED_PASSWORDS_FILE: path.join(folder, "none"),
    CATEGORIZATION_MODEL: "sandbox/magpie:free",
    CATEGORIZATION_SAMPLE: "100",
  });
  expect(findings.map(({ name }) => name).join(" "), output).toBe(names);
  expect(code).toBe(1);
  for (const name of ["database", "migrations", "clock", "address"])
    expect(of(name)?.level, `${name}: ${of(name)?.detail}`).toBe("ok");
  for (const [name, advice] of [
    ["mail", /^the mail server of SMTP_URL is not responding/],
    ["stripe", /STRIPE_SECRET_KEY|Stripe/],
    ["prices", /restart it to charge these prices/],
    ["categories", /^CATEGORIZATION_MODEL: no provider of sandbox.magpie:free promises to keep nothing/],
    ["passwords", /^LEAKED_PASSWORDS_FILE: .* does not exist/],
    ["secrets", /^AUTH_SECRET and ENCRYPTION_KEY are the same: generate a second one/],
    ["proxy", /TRUSTED_PROXIES is not set/],
  ] as const)
    expect(of(name), name).toMatchObject({ level: "FAIL", detail: expect.stringMatching(advice) });
  expect(output).not.toContain(secret);
});

test("doctor names the variable of a provider's key that is not set", async () => {
  const file = path.join(folder, "catalog.json");
  writeFileSync(
    file,
    JSON.stringify({
      providers: [
        {
          slug: "acme",
          name: "Acme",
          baseUrl: "https://api.acme.test/v1",
          apiKeyVariable: "ACME_TEST_KEY",
          dataPolicy: { trains: false, retainsDays: "none" },
        },
      ],
      models: [
        {
          id: "acme/one",
          name: "One",
          created: "2026-01-01",
          contextLength: 8_192,
          endpoints: [
            {
              provider: "acme",
              upstreamModel: "one",
              prices: { prompt: "0.000001", completion: "0.000002" },
            },
          ],
        },
      ],
    }),
  );
  const { code, of } = await doctor({ SANDBOX: "on", CATALOG_FILE: file });
  expect(of("prices")).toMatchObject({ level: "FAIL", detail: "no key for a provider in: ACME_TEST_KEY" });
  expect(code).toBe(1);
});
