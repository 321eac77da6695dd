"use client";

import { useEffect, useState } from "react";

type Named = { readonly id: string; readonly name: string };
/** URLs of `{ "keys": [{ "id", "name" }] }` and of the same for `models`. */
export type NameSources = { readonly keys: string; readonly models: string };
/** Keys of the workspace and models of the installation. */
export type Names = { readonly keys: readonly Named[]; readonly models: readonly Named[] };

const nothing: Names = { keys: [], models: [] };

/** Names for the palette, read each time it opens. "failed": they could not be read. */
export function useNames(sources: NameSources | undefined): Names | "failed" {
  const [names, setNames] = useState<Names | "failed">(nothing);
  useEffect(() => {
    if (!sources) return;
    const stop = new AbortController();
    const { signal } = stop;
    Promise.all([readList(sources.keys, "keys", signal), readList(sources.models, "models", signal)]).then(
      ([keys, models]) => setNames({ keys, models }),
      () => (signal.aborted ? undefined : setNames("failed")),
    );
    return () => stop.abort();
  }, [sources]);
  return names;
}

async function readList(url: string, field: string, signal: AbortSignal): Promise<readonly Named[]> {
  const response = await fetch(url, { headers: { accept: "application/json" }, signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const body: unknown = await response.json();
  const list: unknown = Object.entries(Object(body)).find(([name]) => name === field)?.[1];
  return Array.isArray(list) ? list.filter(isNamed) : [];
}

function isNamed(value: unknown): value is Named {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "string" &&
    "name" in value &&
    typeof value.name === "string"
  );
}
