import type { Kind } from "./check";

/** Exactly the parameters that the installed SDK has: the build fails when an upgrade changes them. */
export type TableOf<Params> = { readonly [Name in keyof Required<Params>]: Kind };
