/** Name of the log line that an erased account leaves. */
export const accountErasedEvent = "account_erased";

/** The accounts that a text names, and its lines that name none. */
export type ErasedAccounts = { readonly userIds: readonly string[]; readonly otherLines: number };

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads ids, one a line, as `erased` prints them, or lines of the product's log, those of other events among them. */
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
