import { z } from "zod";
import { isTimeZone } from "./time-zone";

export const workspaceSchema = z.object({
  name: z.string().trim().min(1, "Give the workspace a name.").max(60, "At most 60 characters."),
  timeZone: z.string().refine(isTimeZone, "Choose a time zone from the list."),
});

export const switchSchema = z.object({ workspaceId: z.uuid("That workspace is not known.") });

export type WorkspaceInput = z.output<typeof workspaceSchema>;
