import "server-only";
import { notFound } from "next/navigation";
import type { Actor } from "@/lib/kernel/actor";
import { findViewer, getViewer } from "./viewer";

/** The signed-in user. Every page and action of the signed-in area starts with this; other visitors must sign in. */
export async function requireActor(options: { allowUnverified?: boolean } = {}): Promise<Actor> {
  return (await getViewer(options)).actor;
}

/** The signed-in user when it is an operator of this installation; for everyone else the page is a 404. */
export async function requireOperator(): Promise<Actor> {
  const viewer = await getViewer();
  if (!viewer.user.isOperator) notFound();
  return viewer.actor;
}

/** The signed-in user, or null: for pages that anyone may see. */
export async function findActor(): Promise<Actor | null> {
  const viewer = await findViewer();
  return viewer?.user.emailVerified ? viewer.actor : null;
}
