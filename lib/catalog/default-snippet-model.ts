import "server-only";
import { catalog } from "./catalog";

/** The model that snippets call: the first paid one of the catalog, whose use is seen in the balance. */
export function defaultSnippetModel(): string {
  const { models } = catalog();
  return (models.find((model) => !model.isFree) ?? models[0])?.id ?? "author/model";
}
