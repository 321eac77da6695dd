"use server";

import { z } from "zod";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { ok } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { textField } from "@/lib/kernel/text-field";
import { chooseGuardrails } from "@/lib/keys/choose-guardrails";
import { createKey } from "@/lib/keys/create-key";
import { deleteKey } from "@/lib/keys/delete-key";
import { endOldSecret } from "@/lib/keys/end-old-secret";
import { rotateKey } from "@/lib/keys/rotate-key";
import { keyChangeFormSchema, newKeyFormSchema } from "@/lib/keys/rules/key-input";
import { overlapField } from "@/lib/keys/rules/overlap";
import { updateKey } from "@/lib/keys/update-key";
import { providerModes } from "@/lib/privacy/rules/provider-choice";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { defineAction } from "@/lib/web/define-action";
import { rotatedText } from "./_components/secrets/rotated-text";

const keyId = z.uuid();
const ticked = z.literal("on").optional().transform(Boolean);

export const makeKey = defineAction({
  event: "create_key",
  input: newKeyFormSchema.transform(({ limit, ...rest }) => ({ ...rest, limitNanos: limit })),
  run: ({ actor, input, origin }) => createKey(actor, input, { channel: "console", origin }),
  success: ({ key }) => `Key “${key.name}” created. Save its secret now.`,
  data: ({ secret, key }) => ({ secret, keyId: key.id }),
  // No refresh: a response that breaks off while it carries a page would replace the form by the error page.
});

export const changeKey = defineAction({
  event: "change_key",
  input: keyChangeFormSchema,
  run: ({ actor, input: { keyId: id, limit, ...change } }) =>
    updateKey(actor, { id }, { ...change, limitNanos: limit }),
  success: () => "Saved. Applies to new requests.",
  refresh: [paths.keys],
});

/** Names that the catalog does not have are refused by the verb. */
const names = z.array(textField(200)).max(1_000).default([]);

export const saveGuardrails = defineAction({
  event: "save_guardrails",
  input: z.object({
    keyId,
    models: z.enum(["all", "chosen"], "Choose which models to allow."),
    model: names,
    mode: z.enum(providerModes, "Choose which providers to allow."),
    provider: names,
    zeroRetentionOnly: ticked,
    denyCollection: ticked,
    seen: textField(100_000),
  }),
  run: async ({ actor, input: { keyId: id, models, model, provider, ...rest } }) => {
    const chosen = { ...rest, models: models === "all" ? null : model, providers: provider };
    const outcome = await chooseGuardrails(actor, { id }, chosen);
    if (!outcome.ok) return outcome;
    const [formats, { timeZone }] = await Promise.all([viewerFormats(), getWorkspace(actor)]);
    return ok(`Saved. Holds for requests since ${formats.moment(outcome.value.since, timeZone)}.`);
  },
  success: (sentence) => sentence,
  refresh: [paths.keys],
});

/** Each one is a mail, and lines in two logs. */
const rotationLimit = { name: "rotate_key", points: 30, durationSeconds: 3_600 };

/** As it is shown: "sk-or-v1-abc...123". */
const keyLabel = textField(100);

export const rotateSecret = defineAction({
  event: "rotate_key",
  perChange: { rule: rotationLimit },
  input: z.object({ keyId, overlapHours: overlapField, seenLabel: keyLabel }),
  run: async ({ actor, input: { keyId: id, ...rotation }, origin }) => {
    // Before the rotation: a read that fails after it would lose the new secret.
    const [formats, { timeZone }] = await Promise.all([viewerFormats(), getWorkspace(actor)]);
    const outcome = await rotateKey(actor, { id }, rotation, { channel: "console", origin });
    return outcome.ok ? ok({ ...outcome.value, formats, timeZone }) : outcome;
  },
  success: rotatedText,
  data: ({ secret, key, oldEndsAt }) => ({
    secret,
    keyId: key.id,
    oldEndsAt: oldEndsAt?.toISOString() ?? null,
  }),
  // No refresh, as for a new key.
});

export const endSecret = defineAction({
  event: "end_old_secret",
  input: z.object({ keyId, oldLabel: keyLabel }),
  run: ({ actor, input, origin }) =>
    endOldSecret(actor, { id: input.keyId }, input.oldLabel, { channel: "console", origin }),
  success: ({ name }) => `The old secret of “${name}” has ended.`,
  refresh: [paths.keys],
});

export const setKeyDisabled = defineAction({
  event: "disable_or_enable_key",
  input: z.object({ keyId, disabled: z.enum(["true", "false"]) }),
  run: ({ actor, input }) => updateKey(actor, { id: input.keyId }, { disabled: input.disabled === "true" }),
  success: ({ name, state }) => `Key “${name}” is ${state === "disabled" ? "disabled" : "enabled"}.`,
  refresh: [paths.keys],
});

export const removeKey = defineAction({
  event: "delete_key",
  input: z.object({ keyId, confirmation: z.literal("delete", "Type “delete” to confirm.") }),
  run: ({ actor, input, origin }) => deleteKey(actor, { id: input.keyId }, { channel: "console", origin }),
  success: () => "Key deleted. Requests with it are rejected.",
  refresh: [paths.keys],
});
