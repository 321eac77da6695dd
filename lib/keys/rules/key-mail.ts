/** Tells the owner that a key was made, so that a key made by a stranger is noticed. Plain text, without the secret. */
export function keyCreatedMail(
  key: { name: string; label: string },
  context: { product: string; keysUrl: string },
) {
  return {
    subject: `${context.product}: new API key created`,
    text: [
      `A new API key was created for your account.`,
      ``,
      `Name: ${key.name}`,
      `Key: ${key.label}`,
      ``,
      `If this wasn't you, disable or delete the key now:`,
      context.keysUrl,
    ].join("\n"),
  };
}

/** The same for keys that were made soon after others: how many since when, and the newest of them. */
export function keysCreatedMail(
  made: { count: number; from: Date; newest: { name: string; label: string } },
  context: { product: string; keysUrl: string },
) {
  const keys = made.count === 1 ? "1 more API key was" : `${made.count} more API keys were`;
  return {
    subject: `${context.product}: ${keys} made`,
    text: [
      `${keys} made for your account since ${made.from.toISOString().slice(0, 16).replace("T", " ")} UTC.`,
      ``,
      `The newest key`,
      `Name: ${made.newest.name}`,
      `Key: ${made.newest.label}`,
      ``,
      `If this wasn't you, disable or delete the keys now and change your password:`,
      context.keysUrl,
    ].join("\n"),
  };
}

/** How many keys the subject of such a mail tells of; 0 for any other text. */
export function countToldIn(subject: string): number {
  return Number(/: (\d+) more API keys? w/.exec(subject)?.[1] ?? 0);
}
