import "server-only";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { freePort } from "./free-port";

const portsSchema = z.record(z.string(), z.number().int().min(1).max(65_535));

/**
 * Ports for the named parts, the same as last time if they are free, so that links in old mails and receipts of the
 * sandbox keep working.
 */
export async function keepPorts<Name extends string>(
  dataDir: string,
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const file = path.join(dataDir, "ports.json");
  const before = readPorts(file);
  const chosen = new Map<Name, number>();
  for (const name of names) {
    let port = await freePort(before[name]);
    while ([...chosen.values()].includes(port)) port = await freePort();
    chosen.set(name, port);
  }
  const ports = Object.fromEntries(chosen) as Record<Name, number>;
  writeFileSync(file, JSON.stringify({ ...before, ...ports }));
  return ports;
}

function readPorts(file: string): Record<string, number> {
  try {
    return portsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}
