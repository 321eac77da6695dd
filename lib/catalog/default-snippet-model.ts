import "server-only";
import { catalog } from "./catalog";

/** The model that snippets call: the first paid one in the catalog, so that its use shows in the balance. */
export function defaultSnippetModel(): string {
  const { models } = catalog();
  return (models.find((model) => !model.isFree) ?? models[0])?.id ?? "author/model";
}

/** The model that a link asks for, if the catalog has it. */
export function snippetModel(asked: string): string {
  return catalog().modelById.get(asked)?.id ?? defaultSnippetModel();
}
