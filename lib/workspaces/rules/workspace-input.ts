import { z } from "zod";
import { textField } from "@/lib/kernel/text-field";
import { isTimeZone } from "./time-zone";

export const workspaceSchema = z.object({
  name: textField(60).min(1, "Enter a name."),
  timeZone: z.string().refine(isTimeZone, "Choose a time zone from the list."),
});

export const switchSchema = z.object({ workspaceId: z.uuid("That workspace wasn't found.") });

export type WorkspaceInput = z.output<typeof workspaceSchema>;
