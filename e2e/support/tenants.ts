import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { root } from "./launch";

const run = promisify(execFile);

/** Dollars as text, such as "1.50". */
export type TenantRequest = { readonly credits: string; readonly logsPrompts: boolean };

/** A workspace with two inference keys and a management key. */
export type Tenant = {
  readonly workspaceId: string;
  readonly secret: string;
  /** The public id of the key of `secret`. */
  readonly keyHash: string;
  readonly otherSecret: string;
  readonly managementSecret: string;
};

export type TenantKind = "rich" | "poor" | "logging";

const pools: Readonly<Record<TenantKind, TenantRequest & { readonly count: number }>> = {
  rich: { count: 40, credits: "1000", logsPrompts: false },
  poor: { count: 4, credits: "1", logsPrompts: false },
  logging: { count: 3, credits: "1000", logsPrompts: true },
};

/**
 * Tenants for the tests of one data folder, created together, because loading the verbs takes longer than running them.
 */
export async function makeTenantPools(
  environment: Readonly<Record<string, string>>,
): Promise<Record<TenantKind, Tenant[]>> {
  const kinds: readonly TenantKind[] = ["rich", "poor", "logging"];
  const requests = kinds.flatMap((kind) => Array.from({ length: pools[kind].count }, () => pools[kind]));
  const { PATH, HOME } = process.env;
  const { stdout } = await run(
    process.execPath,
    ["--import", "tsx", "--conditions=react-server", "e2e/support/make-tenants.ts", JSON.stringify(requests)],
    {
      cwd: root,
      maxBuffer: 10_000_000,
      env: { PATH, HOME, ...environment, SIGNUP_GRANT_USD: "0" } as unknown as NodeJS.ProcessEnv,
    },
  );
  const made = JSON.parse(stdout) as Tenant[];
  const take = (kind: TenantKind) => made.splice(0, pools[kind].count);
  return { rich: take("rich"), poor: take("poor"), logging: take("logging") };
}
