"use server";

import { z } from "zod";
import { updateInterfaceEvents } from "@/lib/accounts/update-profile";
import { identitySchema } from "@/lib/accounts/rules/account-input";
import { passwordChecks } from "@/lib/accounts/rules/password-checks";
import { deleteArchive, requestArchive } from "@/lib/archives/request-archive";
import { deleteOwnEvents } from "@/lib/interface-events/delete-own-events";
import { ok } from "@/lib/kernel/outcome";
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

export const chooseEventsAction = defineAction({
  event: "choose_events",
  input: z.object({ events: z.enum(["on", "off"]) }),
  run: async ({ actor, input: { events } }) => {
    const outcome = await updateInterfaceEvents(actor.userId, events === "off");
    return outcome.ok ? ok(events) : outcome;
  },
  success: (events) =>
    events === "off"
      ? "Your events are no longer recorded."
      : "Your events are recorded again, in workspaces that allow it.",
  refresh,
});

export const deleteEventsAction = defineAction({
  event: "delete_events",
  input: z.object({}),
  run: ({ actor }) => deleteOwnEvents(actor),
  success: ({ count }) => (count === 1 ? "1 event deleted." : `${count} events deleted.`),
  refresh,
});

export const deleteArchiveAction = defineAction({
  event: "delete_archive",
  input: z.object({ archiveId: z.uuid() }),
  run: ({ actor, input }) => deleteArchive(actor.userId, input.archiveId),
  success: () => "Archive deleted.",
  refresh,
});
