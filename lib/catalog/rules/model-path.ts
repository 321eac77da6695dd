import { paths } from "@/lib/kernel/paths";

/** The page of a model: "/models/sandbox/wren:free". */
export function modelPath(id: string): string {
  return `${paths.models}/${id}`;
}

/** The model's id from the steps of its path, as the framework passes them; null when they are not valid UTF-8. */
export function modelIdOf(segments: readonly string[]): string | null {
  try {
    return segments.map(decodeURIComponent).join("/");
  } catch {
    return null;
  }
}
