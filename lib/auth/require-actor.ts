import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { findViewer, getViewer } from "./viewer";

/** Who is asking. Every page and action of the signed-in area begins with this; others are led to sign in. */
export async function requireActor(options: { allowUnverified?: boolean } = {}): Promise<Actor> {
  return (await getViewer(options)).actor;
}

/** Who is asking, or null: for pages that anyone may see. */
export async function findActor(): Promise<Actor | null> {
  const viewer = await findViewer();
  return viewer?.user.emailVerified ? viewer.actor : null;
}
