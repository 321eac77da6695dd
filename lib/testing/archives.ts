import { createHash, randomUUID } from "node:crypto";
import { createUser } from "@/lib/accounts/create-user";
import { openArchive } from "@/lib/archives/open-archive";
import { requestArchive } from "@/lib/archives/request-archive";
import { unknownOrigin } from "@/lib/kernel/network";

export const currentPassword = "violet anchor minute parsnip";
const origin = unknownOrigin;

/** A confirmed account with the password above. */
export async function makePerson() {
  const email = `person-${randomUUID().slice(0, 8)}@example.test`;
  const created = await createUser({ email, password: currentPassword, verified: true, name: "Ada" });
  if (!created.ok) throw new Error(created.code);
  return { ...created.value, email };
}

/** Requests an archive and returns its id. */
export async function requestedArchive(userId: string): Promise<string> {
  const archive = await requestArchive({ userId, currentPassword, origin });
  if (!archive.ok) throw new Error(archive.code);
  return archive.value.id;
}

/** Downloads an archive, and checks its size and checksum. */
export async function downloadedArchive(userId: string, id: string): Promise<Buffer> {
  const archive = await openArchive({ userId, id, origin });
  if (!archive) throw new Error("no archive");
  const parts: Uint8Array[] = [];
  for await (const part of archive.bytes) parts.push(part);
  const file = Buffer.concat(parts);
  if (file.length !== archive.sizeBytes) throw new Error(`${file.length} of ${archive.sizeBytes} bytes`);
  const sha256 = createHash("sha256").update(file).digest("hex");
  if (sha256 !== archive.sha256) throw new Error("the checksum differs");
  return file;
}
