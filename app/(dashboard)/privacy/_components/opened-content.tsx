import type { Actor } from "@/lib/kernel/actor";
import { readPromptLog } from "@/lib/privacy/read-prompt-log";
import { StoredContentSheet } from "./stored-content-sheet";

/** The content of one request, decrypted for the owner or admin who opened it. */
export async function OpenedContent({
  actor,
  generationId,
}: {
  readonly actor: Actor;
  readonly generationId: string;
}) {
  const opened = await readPromptLog(actor, generationId);
  return (
    <StoredContentSheet
      generationId={generationId}
      content={opened.ok ? opened.value.expose() : null}
      isLost={!opened.ok && opened.code === "lost"}
    />
  );
}
