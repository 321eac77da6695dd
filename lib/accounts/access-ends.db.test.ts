import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeArchives } from "@/lib/archives/make-archives";
import { openArchive } from "@/lib/archives/open-archive";
import { closeDb, db } from "@/lib/db/client";
import { unknownOrigin } from "@/lib/kernel/network";
import { createKey } from "@/lib/keys/create-key";
import { currentPassword, makePerson, requestedArchive } from "@/lib/testing/archives";
import { testDatabase } from "@/lib/testing/database";
import { holdExactly } from "@/lib/testing/generations";
import { makeSession } from "@/lib/testing/sessions";
import { deleteAccount } from "./delete-account";
import { findSession } from "./sessions/find-session";
import { hasAccess } from "./sessions/has-access";

beforeAll(() => testDatabase());
afterAll(closeDb);

const origin = unknownOrigin;

it("of a deleted account every kind of access ends with the commit, also what is under way", async () => {
  const { userId, workspaceId, email } = await makePerson();
  const session = await findSession(await makeSession(userId, origin));
  const access = { sessionId: session?.publicId ?? "", workspaceId };
  const key = await createKey({ userId, workspaceId, role: "owner" }, { name: "Production" });
  if (!key.ok) throw new Error(key.code);
  const consentId = uuidv7();
  await db().autoTopUp.create({
    data: { workspaceId, isOn: true, consentId, thresholdNanos: 1n, creditsNanos: 1n, monthlyMaxNanos: 1n },
  });
  await db().savedCard.create({
    data: {
      paymentMethodId: "pm_access",
      workspaceId,
      customerId: "cus_access",
      brand: "visa",
      last4: "4242",
      expMonth: 12,
      expYear: 2030,
      consentId,
    },
  });
  await db().outboxMail.create({
    data: { id: uuidv7(), kind: "receipt", recipient: email, subject: "Waiting", text: "" },
  });
  const archiveId = await requestedArchive(userId);
  expect(await makeArchives()).toBe(1);
  const download = await openArchive({ userId, id: archiveId, origin });
  expect(download).not.toBeNull();
  expect(await hasAccess(access)).toBe(true);
  expect(await holdExactly(workspaceId, key.value.key.id, 0n)).toMatchObject({ ok: true });

  expect(await deleteAccount({ userId, confirmation: email, currentPassword })).toMatchObject({ ok: true });

  // What a process read before is checked with the hold, so no process can spend with it.
  expect(await holdExactly(workspaceId, key.value.key.id, 0n)).toMatchObject({ code: "key_unusable" });
  expect(await hasAccess(access)).toBe(false);
  await expect(download?.bytes.next()).rejects.toThrow("missing");
  expect(await openArchive({ userId, id: archiveId, origin })).toBeNull();
  expect(await db().archivePart.count({ where: { archiveId } })).toBe(0);
  expect(await db().autoTopUp.findUnique({ where: { workspaceId } })).toMatchObject({ isOn: false });
  const card = await db().savedCard.findUnique({ where: { paymentMethodId: "pm_access" } });
  expect(card).toMatchObject({ removedAt: expect.any(Date) as Date, brand: "", last4: "" });
  const waiting = { recipient: email, kind: { not: "account_deleted" } };
  expect(await db().outboxMail.count({ where: waiting })).toBe(0);
});

it("an archive that is being made stops with its account, and leaves nothing", async () => {
  const { userId, email } = await makePerson();
  const archiveId = await requestedArchive(userId);
  const making = makeArchives();
  expect(await deleteAccount({ userId, confirmation: email, currentPassword })).toMatchObject({ ok: true });
  await making;
  expect(await db().archive.count({ where: { userId } })).toBe(0);
  expect(await db().archivePart.count({ where: { archiveId } })).toBe(0);
});
