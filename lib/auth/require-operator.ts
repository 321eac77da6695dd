import "server-only";
import { notFound } from "next/navigation";
import type { Actor } from "@/lib/kernel/actor";
import { getViewer } from "./viewer";

/** Who is asking, when it is an operator of this installation; for everybody else the page is a 404. */
export async function requireOperator(): Promise<Actor> {
  const viewer = await getViewer();
  if (!viewer.user.isOperator) notFound();
  return viewer.actor;
}
