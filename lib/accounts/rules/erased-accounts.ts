/** Name of the log event that an erased account leaves. */
export const accountErasedEvent = "account_erased";

/** The account ids in a text, and the number of lines without one. */
export type ErasedAccounts = { readonly userIds: readonly string[]; readonly otherLines: number };

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads ids, one per line, as `erased` prints them, or lines of the product's log, including those of other events. */
export function parseErasedAccounts(text: string): ErasedAccounts {
  const userIds = new Set<string>();
  let otherLines = 0;
  for (const line of text.split("\n").map((part) => part.trim())) {
    const found = id.test(line) ? line : erasedInLog(line);
    if (found) userIds.add(found);
    else if (line !== "") otherLines += 1;
  }
  return { userIds: [...userIds], otherLines };
}

function erasedInLog(line: string): string | null {
  if (!line.includes(accountErasedEvent)) return null;
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== "object" || entry === null) return null;
    const [event, userId] = ["event", "userId"].map((name): unknown => Reflect.get(entry, name));
    return event === accountErasedEvent && typeof userId === "string" && id.test(userId) ? userId : null;
  } catch {
    return null;
  }
}
