const expiryMs = 180 * 86_400_000;

/** The text of RFC 9116 for an installation. It is created for each request, so its expiry is always in the future. */
export function securityText(contact: string, appUrl: string, now: Date): string {
  const expires = new Date(now.getTime() + expiryMs).toISOString();
  const lines = [
    `Contact: ${contact}`,
    `Expires: ${expires}`,
    "Preferred-Languages: en",
    `Canonical: ${appUrl}/.well-known/security.txt`,
  ];
  return `${lines.join("\n")}\n`;
}
