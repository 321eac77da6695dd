import { z } from "zod";
import { textField } from "@/lib/kernel/text-field";
import { isTimeZone } from "./time-zone";

export const workspaceSchema = z.object({
  name: textField(60).min(1, "Give the workspace a name."),
  timeZone: z.string().refine(isTimeZone, "Choose a time zone from the list."),
});

export const switchSchema = z.object({ workspaceId: z.uuid("That workspace is not known.") });

export type WorkspaceInput = z.output<typeof workspaceSchema>;
