import "server-only";
import type { Context } from "hono";
import { Sealed } from "@/lib/kernel/sealed";
import { badRequest, refuse } from "./problem";

export const bodyBytesMax = 10 * 1024 * 1024;

export const tooLarge = () =>
  refuse(413, "The request body is too large: at most 10 MB", "payload_too_large");

/** The request's JSON, sealed, because it is content from here on. The size was limited before. */
export async function readJson(c: Context): Promise<Sealed<unknown>> {
  const text = await c.req.text();
  try {
    return new Sealed<unknown>(JSON.parse(text));
  } catch {
    // The parser's own message would quote the body.
    throw badRequest("The body is not valid JSON");
  }
}
