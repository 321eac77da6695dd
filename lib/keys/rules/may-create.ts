import { type Actor, isAdmin } from "@/lib/kernel/actor";
import type { KeyKind } from "./key-input";

/** Management keys control all keys of a workspace, so only owners and admins create them. */
export function mayCreate(actor: Actor, kind: KeyKind): boolean {
  return kind === "inference" || isAdmin(actor);
}
