/** Tells the owner that a key was made, so that a key made by a stranger is noticed. Plain text, without the secret. */
export function keyCreatedMail(
  key: { name: string; label: string },
  context: { product: string; keysUrl: string },
) {
  return {
    subject: `${context.product}: a new API key was made`,
    text: [
      `A new API key was made for your account.`,
      ``,
      `Name: ${key.name}`,
      `Key: ${key.label}`,
      ``,
      `If this was not you, disable or delete the key now:`,
      context.keysUrl,
    ].join("\n"),
  };
}
