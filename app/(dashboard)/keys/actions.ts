"use server";

import { z } from "zod";
import { paths } from "@/lib/kernel/paths";
import { createKey } from "@/lib/keys/create-key";
import { deleteKey } from "@/lib/keys/delete-key";
import { keyChangeFormSchema, newKeyFormSchema } from "@/lib/keys/rules/key-input";
import { updateKey } from "@/lib/keys/update-key";
import { defineAction } from "@/lib/web/define-action";

const keyId = z.uuid();

export const makeKey = defineAction({
  input: newKeyFormSchema.transform(({ limit, ...rest }) => ({ ...rest, limitNanos: limit })),
  run: ({ actor, input, origin }) => createKey(actor, input, { channel: "console", origin }),
  success: ({ key }) => `Key “${key.name}” created. Save its secret now.`,
  data: ({ secret, key }) => ({ secret, keyId: key.id }),
  // No refresh: a response that breaks off while it carries a page would replace the form by the error page.
});

export const changeKey = defineAction({
  input: keyChangeFormSchema,
  run: ({ actor, input: { keyId: id, limit, ...change } }) =>
    updateKey(actor, { id }, { ...change, limitNanos: limit }),
  success: () => "Saved. Applies to new requests.",
  refresh: [paths.keys],
});

export const setKeyDisabled = defineAction({
  input: z.object({ keyId, disabled: z.enum(["true", "false"]) }),
  run: ({ actor, input }) => updateKey(actor, { id: input.keyId }, { disabled: input.disabled === "true" }),
  success: ({ name, state }) => `Key “${name}” is ${state === "disabled" ? "disabled" : "enabled"}.`,
  refresh: [paths.keys],
});

export const removeKey = defineAction({
  input: z.object({ keyId, confirmation: z.literal("delete", "Type “delete” to confirm.") }),
  run: ({ actor, input }) => deleteKey(actor, { id: input.keyId }),
  success: () => "Key deleted. Requests with it are rejected.",
  refresh: [paths.keys],
});
