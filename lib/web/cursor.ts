import "server-only";
import { z } from "zod";

/** Opaque text that names the place after the last row of a page. The parts are text, in the order of the sort. */
export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** The parts of a cursor; null when the text is none of ours, which a list treats as "from the beginning". */
export function decodeCursor(text: string | null | undefined, partCount: number): readonly string[] | null {
  if (!text || text.length > 500) return null;
  try {
    const parts = z
      .array(z.string())
      .length(partCount)
      .safeParse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return parts.success ? parts.data : null;
  } catch {
    return null;
  }
}
