import type { Kind } from "./check";

/** Every parameter that the installed SDK knows, no more and no less: the compiler fails when an upgrade changes it. */
export type TableOf<Params> = { readonly [Name in keyof Required<Params>]: Kind };
