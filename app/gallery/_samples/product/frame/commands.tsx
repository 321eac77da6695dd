"use client";

import { succeed } from "@/app/gallery/_components/sample-actions";
import { Sample } from "@/app/gallery/_components/sample";
import { Commands } from "@/components/product/frame/commands";

/** The names are those of this workspace, when someone is signed in. */
const names = { keys: "/api/dashboard/keys", models: "/api/dashboard/models" };

export function CommandsSamples() {
  return (
    <Sample state="Of an operator. Its shortcuts work on this page">
      <Commands names={names} isOperator saveTheme={succeed} />
    </Sample>
  );
}
