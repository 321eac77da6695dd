import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { createHash } from "node:crypto";
import { env, readOperatorFile } from "@/lib/config/env";
import { buildCatalog } from "./rules/build-catalog";
import { catalogFileSchema } from "./rules/catalog-file";
import type { Catalog } from "./rules/catalog";
import type { Prices } from "./rules/prices";
import sandboxCatalog from "./sandbox-catalog.json" with { type: "json" };

// Next's development server re-evaluates modules, but the two places that serve the API must use the same catalog.
const store = globalThis as typeof globalThis & { counterfoilCatalog?: Catalog };

/** The models, providers, and prices of this installation. Throws on first use when the file is unusable. */
export function catalog(): Catalog {
  store.counterfoilCatalog ??= loadCatalog(env().catalogFile, env().sandbox.providerUrl);
  return store.counterfoilCatalog;
}

/** Reads a catalog file, or the sandbox's when `file` is null. The error names each wrong entry and how to fix it. */
export function loadCatalog(file: string | null, sandboxUrl: string | null): Catalog {
  const parsed = catalogFileSchema.safeParse(file === null ? sandboxCatalog : readJson(file));
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) => `  ${issue.path.join(".") || "(file)"}: ${issue.message}`,
    );
    throw new OperatorProblem(`The catalog ${file ?? "of the sandbox"} is not usable:\n${lines.join("\n")}`);
  }
  return buildCatalog(parsed.data, { sandboxUrl, priceListId });
}

function readJson(file: string): unknown {
  const text = readOperatorFile(file);
  if (text === null) throw new OperatorProblem(`The catalog ${file} (CATALOG_FILE) does not exist.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new OperatorProblem(
      `The catalog ${file} (CATALOG_FILE) is not JSON; usually because of an extra comma or a missing quote.`,
    );
  }
}

/** Prices as stored: decimal strings, with keys in a fixed order. */
export function storedPrices(prices: Prices): Record<keyof Prices, string> {
  const { prompt, completion, cached, reasoning, request, image } = prices;
  return {
    prompt: `${prompt}`,
    completion: `${completion}`,
    cached: `${cached}`,
    reasoning: `${reasoning}`,
    request: `${request}`,
    image: `${image}`,
  };
}

function priceListId(list: { model: string; provider: string; endpoint: string; prices: Prices }): string {
  const text = JSON.stringify([list.model, list.provider, list.endpoint, storedPrices(list.prices)]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
