const expiryMs = 180 * 86_400_000;

type SecurityText = { readonly email: string; readonly appUrl: string; readonly now: Date };

/** The text of RFC 9116 for an installation. It is created for each request, so its expiry is always in the future. */
export function securityText({ email, appUrl, now }: SecurityText): string {
  const expires = new Date(now.getTime() + expiryMs).toISOString();
  const lines = [
    `Contact: mailto:${email}`,
    `Expires: ${expires}`,
    "Preferred-Languages: en",
    `Canonical: ${appUrl}/.well-known/security.txt`,
    `Policy: ${appUrl}/security`,
  ];
  return `${lines.join("\n")}\n`;
}
