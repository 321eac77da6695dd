import "server-only";
import { catalogue } from "./catalogue";

/** The model that snippets call: the first paid one of the catalogue, whose use is seen in the balance. */
export function snippetModel(): string {
  const { models } = catalogue();
  return (models.find((model) => !model.isFree) ?? models[0])?.id ?? "author/model";
}
