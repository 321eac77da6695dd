import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireInstanceLock } from "./instance-lock";
import { keepSecrets } from "./secrets";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "instance-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("data folder", () => {
  it("two instances on two ports each have their own, now and at the next start", () => {
    const first = acquireInstanceLock(folder, 3000);
    const second = acquireInstanceLock(folder, 3001);
    expect(first.dataDir).toBe(folder);
    expect(second.dataDir).toBe(path.join(folder, "port-3001"));
    expect(second.note).toContain("port-3001");
    first.release();
    second.release();
    expect(acquireInstanceLock(folder, 3001).dataDir).toBe(path.join(folder, "port-3001"));
    expect(acquireInstanceLock(folder, 3000).dataDir).toBe(folder);
  });

  it("rejects a second instance on the same port", () => {
    acquireInstanceLock(folder, 3000);
    expect(() => acquireInstanceLock(folder, 3000)).toThrow(/already runs on port 3000/);
  });

  it("is taken over from a process that has exited, or whose id belongs to another by now", () => {
    const lock = path.join(folder, "instance.lock");
    const dead = { pid: 2 ** 22 - 3, port: 3000, startedAt: "2026-01-01T00:00:00Z", processStart: "1" };
    writeFileSync(lock, JSON.stringify(dead));
    acquireInstanceLock(folder, 3000).release();
    writeFileSync(lock, JSON.stringify({ ...dead, pid: process.ppid, processStart: "1" }));
    acquireInstanceLock(folder, 3000).release();
    writeFileSync(lock, "{ half a fi");
    expect(acquireInstanceLock(folder, 3000).dataDir).toBe(folder);
  });
});

describe("kept secrets", () => {
  it("are generated once, are strong, and are readable only by the owner", () => {
    const secrets = keepSecrets(folder);
    expect(keepSecrets(folder)).toEqual(secrets);
    expect(secrets.AUTH_SECRET.length).toBeGreaterThanOrEqual(48);
    expect(Buffer.from(secrets.ENCRYPTION_KEY, "base64")).toHaveLength(32);
    expect(secrets.STRIPE_WEBHOOK_SECRET).toMatch(/^whsec_\w{32,}$/);
    expect(statSync(path.join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("from an earlier version are kept and completed", () => {
    const { ownerPassword, ...before } = keepSecrets(folder);
    writeFileSync(path.join(folder, "secrets.json"), JSON.stringify(before));
    const now = keepSecrets(folder);
    expect(now).toMatchObject(before);
    expect(now.ownerPassword).toMatch(/^\w{32}$/);
    expect(now.ownerPassword).not.toBe(ownerPassword);
  });

  it("are never regenerated over a damaged file", () => {
    const file = path.join(folder, "secrets.json");
    writeFileSync(file, '{"AUTH_SECRET": 5}');
    expect(() => keepSecrets(folder)).toThrow(/damaged/);
    expect(readFileSync(file, "utf8")).toBe('{"AUTH_SECRET": 5}');
  });
});
