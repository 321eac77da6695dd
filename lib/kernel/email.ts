/**
 * Returns an address as it is stored and compared: NFKC first, then lower case, then validated. The order matters: some
 * characters become "@" or a letter only when they are normalized, and validation must see the result. Null when the
 * text is not an address. Non-ASCII addresses are rejected, since few mail servers support them.
 */
export function normalizeEmail(text: string): string | null {
  const email = text.normalize("NFKC").trim().toLowerCase();
  if (email.length > 254 || !emailShape.test(email)) return null;
  const [local = ""] = email.split("@");
  const isDotted = local.startsWith(".") || local.endsWith(".") || local.includes("..");
  return local.length <= 64 && !isDotted ? email : null;
}

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const emailShape = new RegExp(`^[a-z0-9.!#$%&'*+/=?^_\`{|}~-]+@${label}(?:\\.${label})+$`);

/**
 * The mailbox behind an address: "ada+shop@example.com" is also Ada's. For what is granted or limited per mailbox.
 */
export function mailboxOf(email: string): string {
  const [local = "", domain = ""] = email.split("@");
  return `${local.replace(/\+.*$/, "") || local}@${domain}`;
}
