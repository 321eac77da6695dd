"use server";

import { z } from "zod";
import { identitySchema } from "@/lib/accounts/rules/account-input";
import { passwordChecks } from "@/lib/accounts/rules/password-checks";
import { deleteArchive, requestArchive } from "@/lib/archives/request-archive";
import { paths } from "@/lib/kernel/paths";
import { defineAction } from "@/lib/web/define-action";

const refresh = [paths.accountData];

export const requestArchiveAction = defineAction({
  event: "request_archive",
  input: identitySchema,
  perPerson: passwordChecks,
  run: ({ actor, input, origin }) => requestArchive({ userId: actor.userId, ...input, origin }),
  success: () => "Archive requested. You can leave this page; you get an email when it's ready.",
  refresh,
});

export const deleteArchiveAction = defineAction({
  event: "delete_archive",
  input: z.object({ archiveId: z.uuid() }),
  run: ({ actor, input }) => deleteArchive(actor.userId, input.archiveId),
  success: () => "Archive deleted.",
  refresh,
});
