import "server-only";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { matchesPattern } from "@/lib/server/rules/route-pattern";

/** Facts about the built pages that the front server needs. */
export type BuiltPages = {
  /** Whether one of our forms uses this action. */
  isAction(id: string): boolean;
  /** Whether a route handler, not a page, serves a path. */
  isRoute(path: string): boolean;
  /**
   * Whether neither a page nor a route handler of ours has this path, and the framework would not answer with our page
   * about that: unknown paths of the API, its own paths, and the form that it gives to the data of pages.
   */
  isMissing(path: string): boolean;
};

/** No pages behind the front server. */
export const noPages: BuiltPages = {
  isAction: () => false,
  isRoute: (path) => path.startsWith("/api/"),
  isMissing: () => false,
};

const actionsSchema = z.object({
  node: z.record(z.string(), z.unknown()),
  edge: z.record(z.string(), z.unknown()),
});
const addressesSchema = z.record(z.string(), z.string());

/** Reads the manifests of the pages' build. Throws when they cannot be read. */
export function readBuiltPages(folder = ".next"): BuiltPages {
  const read = (file: string): unknown => JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
  const { node, edge } = actionsSchema.parse(read("server/server-reference-manifest.json"));
  const actions = new Set([...Object.keys(node), ...Object.keys(edge)]);
  const addresses = addressesSchema.parse(read("app-path-routes-manifest.json"));
  const routes = new Set(
    Object.entries(addresses)
      .filter(([file]) => file.endsWith("/route"))
      .map(([, address]) => address),
  );
  const patterns = [...routes];
  return {
    isAction: (id) => actions.has(id),
    isRoute: (path) =>
      path.startsWith("/api/") || routes.has(path.length > 1 ? path.replace(/\/$/, "") : path),
    isMissing: (path) =>
      path.endsWith(".rsc") ||
      (path.startsWith("/_next/") && !path.startsWith("/_next/static/")) ||
      (/^\/api(?:\/|$)/.test(path) && !patterns.some((pattern) => matchesPattern(pattern, path))),
  };
}
