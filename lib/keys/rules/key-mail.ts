/** Notifies the owner of a new key, so that a key created by an attacker is noticed. Plain text, without the secret. */
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

/** Notifies the owner of several more keys: how many since when, and the newest of them. */
export function keysCreatedMail(
  created: { count: number; from: Date; newest: { name: string; label: string } },
  context: { product: string; keysUrl: string },
) {
  const keys = created.count === 1 ? "1 more API key was" : `${created.count} more API keys were`;
  return {
    subject: `${context.product}: ${keys} created`,
    text: [
      `${keys} created for your account since ${created.from.toISOString().slice(0, 16).replace("T", " ")} UTC.`,
      ``,
      `The newest key`,
      `Name: ${created.newest.name}`,
      `Key: ${created.newest.label}`,
      ``,
      `If this wasn't you, disable or delete the keys now and change your password:`,
      context.keysUrl,
    ].join("\n"),
  };
}

/** The number of keys in the subject of such a mail; 0 for any other text. */
export function keyCountIn(subject: string): number {
  return Number(/: (\d+) more API keys? w/.exec(subject)?.[1] ?? 0);
}
