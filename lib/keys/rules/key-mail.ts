/** Notifies the owner of a new key, so that a key created by an attacker is noticed. Plain text, without the secret. */
export function keyCreatedMail(
  key: { name: string; label: string },
  context: { product: string; keysUrl: string },
) {
  return {
    subject: `${context.product}: new API key created`,
    summary: `API key ${key.label} was created: ${key.name}`,
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
