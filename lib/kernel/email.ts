/**
 * An address as it is stored and compared: NFKC first, then lower case, then judged. In this order, because some
 * characters only become "@" or a letter when they are normalised, and must be seen by the judgement. Null when it
 * is no address; addresses beyond ASCII are not taken, since few mail servers carry them.
 */
export function normaliseEmail(text: string): string | null {
  const email = text.normalize("NFKC").trim().toLowerCase();
  if (email.length > 254 || !emailShape.test(email)) return null;
  const [local = ""] = email.split("@");
  const isDotted = local.startsWith(".") || local.endsWith(".") || local.includes("..");
  return local.length <= 64 && !isDotted ? email : null;
}

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const emailShape = new RegExp(`^[a-z0-9.!#$%&'*+/=?^_\`{|}~-]+@${label}(?:\\.${label})+$`);

/** The mailbox behind an address: "ada+shop@example.com" is Ada's too. For allowances that are given once. */
export function mailboxOf(email: string): string {
  const [local = "", domain = ""] = email.split("@");
  return `${local.replace(/\+.*$/, "") || local}@${domain}`;
}
