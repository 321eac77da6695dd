"use client";

import { type ComponentType, useState } from "react";

/**
 * A component whose scripts are loaded when it is first used: null until then, with the function that loads it. That one
 * resolves to false when they could not be loaded. `lazy` would make the whole page fail instead, and a lost connection
 * is not a reason for that; without one nothing is tried, since a failed script is not asked for again.
 */
export function useOnDemand<Props>(
  load: () => Promise<ComponentType<Props>>,
): readonly [ComponentType<Props> | null, () => Promise<boolean>] {
  const [component, setComponent] = useState<ComponentType<Props> | null>(null);
  const start = async () => {
    if (!navigator.onLine) return component !== null;
    const loaded = await load().catch(() => null);
    if (loaded) setComponent(() => loaded);
    return loaded !== null;
  };
  return [component, start];
}
