import "server-only";
import { type Formats, formatsFor } from "@/lib/kernel/format";
import { findViewer } from "./viewer";

/** The number and date formats of the viewer's account. Costs nothing where the page has looked up its viewer. */
export async function viewerFormats(): Promise<Formats> {
  const viewer = await findViewer();
  return formatsFor(viewer?.user.formatChoice ?? "en-US");
}
